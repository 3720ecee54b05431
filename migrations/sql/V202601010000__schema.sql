-- The facts of Seedbed: what was asked for, what was computed, from what, and why decisions were taken as they were.

CREATE DOMAIN sha256 AS text CHECK (VALUE ~ '^[0-9a-f]{64}$');

CREATE TABLE artifact (
    sha256 sha256 PRIMARY KEY,
    bytes  bigint NOT NULL CHECK (bytes >= 0),
    format text NOT NULL,
    put_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE artifact IS 'Bytes in the artifact store that a stage, checkpoint, label version or data set names; single masks and pictures are listed in manifests only';
COMMENT ON COLUMN artifact.format IS 'ArtifactRef.Format';
COMMENT ON COLUMN artifact.put_at IS 'When something last began to refer to it';

CREATE TABLE dataset (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL UNIQUE,
    sha256      sha256 NOT NULL REFERENCES artifact,
    images      integer NOT NULL,
    classes     jsonb NOT NULL,
    splits      jsonb NOT NULL,
    saliency    boolean NOT NULL,
    truth       bigint,
    imported_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE dataset IS 'Imported data sets; a name never changes its content';
COMMENT ON COLUMN dataset.sha256 IS 'Hash of the DatasetManifest';
COMMENT ON COLUMN dataset.classes IS 'Class names by index, 0 is the background';
COMMENT ON COLUMN dataset.splits IS 'Number of images by list name';
COMMENT ON COLUMN dataset.saliency IS 'Whether every image has a saliency map';
COMMENT ON COLUMN dataset.truth IS 'The true masks as a label version, where the data set has them';

CREATE TABLE campaign (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name           text NOT NULL UNIQUE,
    content_sha256 sha256 NOT NULL,
    spec           jsonb NOT NULL,
    file           text NOT NULL,
    team           text NOT NULL,
    username       text NOT NULL,
    state          text NOT NULL DEFAULT 'SUBMITTED' CHECK (state IN ('SUBMITTED', 'RUNNING', 'PAUSED', 'DONE', 'FAILED', 'CANCELLED')),
    submitted_at   timestamptz NOT NULL DEFAULT now(),
    started_at     timestamptz,
    finished_at    timestamptz,
    error          text
);
COMMENT ON TABLE campaign IS 'What was submitted; the name is also the workflow''s';
COMMENT ON COLUMN campaign.content_sha256 IS 'Hash of the spec; the same name with another content is refused';
COMMENT ON COLUMN campaign.file IS 'The campaign file as submitted, comments included';

CREATE TABLE trial (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id bigint NOT NULL REFERENCES campaign ON DELETE CASCADE,
    number      integer NOT NULL CHECK (number >= 1),
    name        text NOT NULL,
    seed        bigint NOT NULL,
    settings    jsonb NOT NULL,
    input       jsonb NOT NULL,
    state       text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'RUNNING', 'PAUSED', 'DONE', 'FAILED', 'CANCELLED', 'PRUNED')),
    result      jsonb,
    error       text,
    started_at  timestamptz,
    finished_at timestamptz,
    UNIQUE (campaign_id, number)
);
COMMENT ON TABLE trial IS 'One run of a method with one choice of settings; numbered from 1 within its campaign';
COMMENT ON COLUMN trial.settings IS 'The settings as the campaign file asks for them';
COMMENT ON COLUMN trial.input IS 'All that its course depends on, complete and fixed at submission: method, data set, settings, executor versions';

CREATE TABLE stage (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key              sha256 NOT NULL,
    generation       integer NOT NULL,
    kind             text NOT NULL,
    spec             jsonb NOT NULL,
    executor_version text NOT NULL,
    state            text NOT NULL CHECK (state IN ('CLAIMED', 'COMMITTED', 'REVOKED', 'FAILED')),
    epoch            integer NOT NULL DEFAULT 1,
    claim            uuid NOT NULL,
    lease_worker     text,
    lease_at         timestamptz,
    lease_expires    timestamptz,
    attempts         integer NOT NULL DEFAULT 1,
    failures         integer NOT NULL DEFAULT 0,
    computations     integer NOT NULL,
    seconds          double precision NOT NULL DEFAULT 0,
    result           jsonb,
    numerics         text,
    error            text,
    started_at       timestamptz NOT NULL DEFAULT now(),
    committed_at     timestamptz,
    used_at          timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX stage_live_key ON stage (key) WHERE state <> 'REVOKED';
CREATE INDEX stage_key ON stage (key, generation);
CREATE INDEX stage_lease_worker ON stage (lease_worker) WHERE lease_worker IS NOT NULL;
COMMENT ON TABLE stage IS 'Stages by content key: computed once, used by every trial that asks for the same value';
COMMENT ON COLUMN stage.generation IS 'From 1; a revoked result is never used again, recomputing makes the next generation';
COMMENT ON COLUMN stage.state IS 'CLAIMED: under way or, without a lease, free to be taken; FAILED: the last attempt ended with an error, free to be taken; COMMITTED; REVOKED';
COMMENT ON COLUMN stage.epoch IS 'Counts the attempts that took the lease; every write of an attempt carries its own and is refused under another';
COMMENT ON COLUMN stage.claim IS 'Random, of the claim that took the lease, so that a claim whose answer was lost recognises itself';
COMMENT ON COLUMN stage.lease_worker IS 'Instance of the worker that holds the lease; empty when nobody does';
COMMENT ON COLUMN stage.lease_at IS 'When the lease was last taken or renewed';
COMMENT ON COLUMN stage.attempts IS 'How often the lease was taken';
COMMENT ON COLUMN stage.failures IS 'How many attempts ended with an error of their own; killed and cancelled ones are not counted';
COMMENT ON COLUMN stage.computations IS 'How often the key''s result was computed to its end, this and earlier generations together';
COMMENT ON COLUMN stage.seconds IS 'Seconds under lease summed over attempts; of a killed attempt up to its last renewal';
COMMENT ON COLUMN stage.numerics IS 'Numerics class that the result was computed in: device kind, threads, instruction set, native versions';
COMMENT ON COLUMN stage.used_at IS 'When a trial last asked for it';

CREATE TABLE trial_stage (
    trial_id  bigint NOT NULL REFERENCES trial ON DELETE CASCADE,
    ordinal   integer NOT NULL,
    stage_id  bigint NOT NULL REFERENCES stage,
    reused    boolean NOT NULL,
    linked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (trial_id, ordinal)
);
CREATE INDEX trial_stage_stage ON trial_stage (stage_id);
COMMENT ON TABLE trial_stage IS 'Which stages a trial asked for, in the order in which its method did';
COMMENT ON COLUMN trial_stage.reused IS 'Whether the result was found instead of computed for this trial';

CREATE TABLE stage_artifact (
    stage_id bigint NOT NULL REFERENCES stage ON DELETE CASCADE,
    name     text NOT NULL,
    sha256   sha256 NOT NULL REFERENCES artifact,
    PRIMARY KEY (stage_id, name)
);
CREATE INDEX stage_artifact_sha256 ON stage_artifact (sha256);
COMMENT ON TABLE stage_artifact IS 'Outputs of committed stages by name';

CREATE TABLE checkpoint (
    stage_id bigint NOT NULL REFERENCES stage ON DELETE CASCADE,
    step     bigint NOT NULL,
    sha256   sha256 NOT NULL REFERENCES artifact,
    epoch    integer NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (stage_id, step)
);
CREATE INDEX checkpoint_sha256 ON checkpoint (sha256);
COMMENT ON TABLE checkpoint IS 'Where unfinished stages can go on: the last two of each';

CREATE TABLE metric_name (
    id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE
);

CREATE TABLE metric (
    stage_id bigint NOT NULL,
    step     bigint NOT NULL,
    value    double precision NOT NULL,
    name_id  integer NOT NULL,
    epoch    integer NOT NULL,
    PRIMARY KEY (stage_id, name_id, step)
);
COMMENT ON TABLE metric IS 'One value per stage, name and step; trials reach those of shared stages through trial_stage';
COMMENT ON COLUMN metric.stage_id IS 'No foreign key, which would be checked row by row: writers hold the stage''s row locked, and a trigger deletes with it';
COMMENT ON COLUMN metric.epoch IS 'The attempt that wrote it';

CREATE FUNCTION delete_metrics() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM metric WHERE stage_id IN (SELECT id FROM deleted);
    RETURN NULL;
END
$$;
CREATE TRIGGER delete_metrics AFTER DELETE ON stage
    REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION delete_metrics();

CREATE TABLE label_version (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256       sha256 NOT NULL REFERENCES artifact,
    origin       text NOT NULL,
    stage_id     bigint REFERENCES stage,
    name         text NOT NULL,
    kind         text NOT NULL,
    round        integer,
    dataset      sha256 NOT NULL,
    supervision  text NOT NULL,
    pretraining  text NOT NULL,
    pixel_counts jsonb NOT NULL,
    quality      jsonb,
    coverage     double precision NOT NULL,
    note         text,
    status       text NOT NULL DEFAULT 'PROPOSED' CHECK (status IN ('PROPOSED', 'APPROVED', 'REJECTED', 'REVOKED')),
    created_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (stage_id, name)
);
CREATE INDEX label_version_content ON label_version (sha256, origin);
ALTER TABLE dataset ADD FOREIGN KEY (truth) REFERENCES label_version;
COMMENT ON TABLE label_version IS 'A data set with one mask per image, and where it came from';
COMMENT ON COLUMN label_version.sha256 IS 'Hash of the LabelManifest: equal masks, equal hash';
COMMENT ON COLUMN label_version.origin IS 'Key of the stage that made it, or import';
COMMENT ON COLUMN label_version.name IS 'Which of the stage''s label versions; of an imported one, its own name';
COMMENT ON COLUMN label_version.dataset IS 'Hash of the data set''s manifest';
COMMENT ON COLUMN label_version.pixel_counts IS 'Pixels by class index, 255 for ignored';
COMMENT ON COLUMN label_version.quality IS 'Per class IoU, precision, recall; mIoU; confusion matrix; empty where there is no truth';
COMMENT ON COLUMN label_version.coverage IS 'Share of pixels that are not ignored, in [0, 1]';

CREATE TABLE label_parent (
    child_id  bigint NOT NULL REFERENCES label_version ON DELETE CASCADE,
    ordinal   integer NOT NULL,
    parent_id bigint NOT NULL REFERENCES label_version,
    PRIMARY KEY (child_id, ordinal)
);
CREATE INDEX label_parent_parent ON label_parent (parent_id);
COMMENT ON TABLE label_parent IS 'Lineage: the label versions that a label version''s stage started from, in order';

CREATE TABLE label_tag (
    name      text PRIMARY KEY,
    label_id  bigint NOT NULL REFERENCES label_version ON DELETE CASCADE,
    tagged_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE label_tag IS 'Names that people give to label versions; a name can be moved';

CREATE TABLE decision (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id bigint NOT NULL REFERENCES campaign ON DELETE CASCADE,
    trial_id    bigint REFERENCES trial ON DELETE CASCADE,
    ordinal     integer NOT NULL,
    kind        text NOT NULL,
    reason      text NOT NULL,
    numbers     jsonb NOT NULL,
    decided_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (campaign_id, trial_id, ordinal)
);
COMMENT ON TABLE decision IS 'Why something was stopped, pruned, paused or chosen';
COMMENT ON COLUMN decision.ordinal IS 'Which of its trial''s decisions, or of those of the campaign as a whole; recorded once, however often it is told';
COMMENT ON COLUMN decision.numbers IS 'What it was decided on: value by name';

CREATE TABLE worker (
    instance   text PRIMARY KEY,
    name       text NOT NULL,
    pool       text NOT NULL,
    devices    jsonb NOT NULL,
    version    text NOT NULL,
    pid        bigint NOT NULL,
    host       text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    last_seen  timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz
);
COMMENT ON TABLE worker IS 'Worker processes, one row per start';
COMMENT ON COLUMN worker.instance IS 'Unique per start; leases name it';
