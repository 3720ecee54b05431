-- Campaigns start from imported arrays: what a stage would have passed on stands beside them.

DELETE FROM imported_arrays; -- of before, when nothing could use them; importing a file again brings it back

ALTER TABLE imported_arrays ADD COLUMN result jsonb NOT NULL;
COMMENT ON COLUMN imported_arrays.result IS 'The Cues or Cams record, as a stage would have passed it on';
