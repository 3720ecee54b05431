-- What people do with label versions, and what makes listing them quick.

ALTER TABLE label_version ADD COLUMN mean_iou double precision GENERATED ALWAYS AS (CAST(quality ->> 'meanIou' AS double precision)) STORED;
COMMENT ON COLUMN label_version.mean_iou IS 'Of the quality; beside it, since listings need no confusion matrix';

CREATE INDEX label_version_dataset ON label_version (dataset);
CREATE INDEX label_tag_label ON label_tag (label_id);
CREATE INDEX stage_kind ON stage (kind);

CREATE TABLE label_action (
    deed     uuid NOT NULL,
    label_id bigint NOT NULL REFERENCES label_version ON DELETE CASCADE,
    action   text NOT NULL CHECK (action IN ('APPROVED', 'REJECTED', 'REVOKED', 'TAGGED', 'UNTAGGED')),
    tag      text,
    note     text,
    username text NOT NULL,
    acted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (deed, label_id)
);
CREATE INDEX label_action_label ON label_action (label_id, acted_at);
COMMENT ON TABLE label_action IS 'What people did to label versions';
COMMENT ON COLUMN label_action.deed IS 'Random, of the command; one deed can touch several versions, and told twice it is recorded once';
COMMENT ON COLUMN label_action.tag IS 'The tag that was given or taken';
COMMENT ON COLUMN label_action.username IS 'The user at the terminal';
