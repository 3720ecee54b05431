-- Campaigns that are steered while they run, and searches whose points are proposed as results come in.

ALTER TABLE campaign
    ADD COLUMN terms jsonb,
    ADD COLUMN template jsonb,
    ADD COLUMN closed text,
    ADD COLUMN cancelled boolean NOT NULL DEFAULT false,
    ADD COLUMN paused_at timestamptz,
    ADD COLUMN idle_seconds double precision NOT NULL DEFAULT 0;
COMMENT ON COLUMN campaign.terms IS 'On which it runs now: concurrency, search, budget; the submitted ones are in spec. Empty: submitted before campaigns could be steered';
COMMENT ON COLUMN campaign.template IS 'What every point of its search has in common with the others as a trial; empty where it has no search';
COMMENT ON COLUMN campaign.closed IS 'Why no further trial is begun; empty while they are';
COMMENT ON COLUMN campaign.cancelled IS 'Whether somebody asked for its end';
COMMENT ON COLUMN campaign.paused_at IS 'Since when it is paused';
COMMENT ON COLUMN campaign.idle_seconds IS 'Since its start, in pauses that are over and between an end and being taken up again: they count against no budget';

ALTER TABLE trial
    ADD COLUMN point integer,
    ADD COLUMN parent integer,
    ADD COLUMN admitted_at timestamptz,
    ADD COLUMN told_at timestamptz,
    ADD COLUMN cancelled boolean NOT NULL DEFAULT false,
    ADD COLUMN booked boolean NOT NULL DEFAULT true;
ALTER TABLE trial ALTER COLUMN booked SET DEFAULT false;
CREATE INDEX trial_unbooked ON trial (campaign_id, number) WHERE NOT booked;
COMMENT ON COLUMN trial.point IS 'The point of its campaign''s search that it tries';
COMMENT ON COLUMN trial.parent IS 'Number of the trial that it was forked from';
COMMENT ON COLUMN trial.admitted_at IS 'When its turn came; it counts as one at once from then to its end';
COMMENT ON COLUMN trial.told_at IS 'When its workflow was surely started';
COMMENT ON COLUMN trial.cancelled IS 'Whether it shall end';
COMMENT ON COLUMN trial.booked IS 'Whether its campaign has taken note of its end';

CREATE TABLE point (
    campaign_id bigint NOT NULL REFERENCES campaign ON DELETE CASCADE,
    number      integer NOT NULL CHECK (number >= 1),
    given       boolean NOT NULL,
    settings    jsonb NOT NULL,
    open        boolean NOT NULL DEFAULT true,
    PRIMARY KEY (campaign_id, number)
);
CREATE INDEX point_open ON point (campaign_id, number) WHERE open;
CREATE INDEX trial_point ON trial (campaign_id, point) WHERE point IS NOT NULL;
COMMENT ON TABLE point IS 'What a search tries, in order; each with as many trials as there are seeds';
COMMENT ON COLUMN point.given IS 'Whether somebody named it; else a sampler proposed it, which its campaign''s decisions explain';
COMMENT ON COLUMN point.settings IS 'Values by dotted path, of the dimensions that are active';
COMMENT ON COLUMN point.open IS 'Whether an observation of it is still to come';

CREATE TABLE observation (
    campaign_id bigint NOT NULL,
    ordinal     integer NOT NULL CHECK (ordinal >= 1),
    point       integer NOT NULL,
    state       text NOT NULL CHECK (state IN ('MEASURED', 'PRUNED', 'FAILED', 'CANCELLED')),
    objectives  double precision[] NOT NULL,
    deviations  double precision[] NOT NULL,
    rung        integer,
    value       double precision,
    observed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (campaign_id, ordinal),
    FOREIGN KEY (campaign_id, point) REFERENCES point ON DELETE CASCADE
);
CREATE INDEX observation_point ON observation (campaign_id, point);
COMMENT ON TABLE observation IS 'What came of points, in the order in which samplers learned of it; never changed, so that decisions can be made again from what they name. A point that was tried again has a later one, which counts';
COMMENT ON COLUMN observation.ordinal IS 'Decisions say from how many observations they were made';
COMMENT ON COLUMN observation.objectives IS 'Means over seeds, in the objectives'' order; none unless MEASURED';
COMMENT ON COLUMN observation.deviations IS 'Standard deviations over seeds, of the sample; zero with one seed';
COMMENT ON COLUMN observation.rung IS 'The last rung that a pruned point reported at';
COMMENT ON COLUMN observation.value IS 'What it reported there';

CREATE TABLE action (
    id          uuid PRIMARY KEY,
    campaign_id bigint NOT NULL REFERENCES campaign ON DELETE CASCADE,
    action      jsonb NOT NULL,
    username    text NOT NULL,
    why         text,
    answer      text NOT NULL,
    acted_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX action_campaign ON action (campaign_id, acted_at);
COMMENT ON TABLE action IS 'What people did to campaigns; refused actions change nothing and leave nothing';
COMMENT ON COLUMN action.id IS 'Random, of the command: told twice it is done once';
COMMENT ON COLUMN action.answer IS 'What the person was told';
