ALTER TABLE dataset ADD COLUMN boxes jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN dataset.boxes IS 'How many objects'' boxes their images have, by list; lists without any are left out';
