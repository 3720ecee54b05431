ALTER TABLE dataset ADD COLUMN boxes integer;
COMMENT ON COLUMN dataset.boxes IS 'How many objects'' boxes its images have; empty where none has any';
