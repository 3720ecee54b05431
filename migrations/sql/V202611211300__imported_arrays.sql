CREATE TABLE imported_arrays (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL UNIQUE,
    kind        text NOT NULL CHECK (kind IN ('CUES', 'CAMS')),
    sha256      sha256 NOT NULL REFERENCES artifact,
    dataset     sha256 NOT NULL,
    split       text NOT NULL,
    images      integer NOT NULL,
    grid_px     integer CHECK (grid_px >= 1),
    result      jsonb NOT NULL,
    imported_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE imported_arrays IS 'Cues and activation maps that were brought in from files; a name never changes its content';
COMMENT ON COLUMN imported_arrays.sha256 IS 'Hash of the NPZ, in the form that stages pass such arrays on';
COMMENT ON COLUMN imported_arrays.dataset IS 'Hash of the manifest of the data set that they are for';
COMMENT ON COLUMN imported_arrays.split IS 'The list whose images have arrays, every one';
COMMENT ON COLUMN imported_arrays.grid_px IS 'Cells along a side of the cues'' grid; empty for maps';
COMMENT ON COLUMN imported_arrays.result IS 'The Cues or Cams record, as a stage would have passed it on';
