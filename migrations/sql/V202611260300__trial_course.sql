-- What keeps a trial from going on as it stands: rungs, at which it is compared with others, and gates, which its label versions pass.

CREATE TABLE rung_report (
    trial_id    bigint NOT NULL REFERENCES trial ON DELETE CASCADE,
    rung        integer NOT NULL CHECK (rung >= 1),
    stage_key   sha256 NOT NULL,
    step        bigint,
    value       double precision NOT NULL,
    decision    integer NOT NULL CHECK (decision >= 1),
    verdict     text CHECK (verdict IN ('GO_ON', 'STOP')),
    reason      text,
    reported_at timestamptz NOT NULL DEFAULT now(),
    judged_at   timestamptz,
    PRIMARY KEY (trial_id, rung)
);
CREATE INDEX rung_report_waiting ON rung_report (trial_id) WHERE verdict IS NULL;
COMMENT ON TABLE rung_report IS 'What trials showed at rungs, and whether they went on';
COMMENT ON COLUMN rung_report.rung IS 'From 1, in the order in which trials come to them';
COMMENT ON COLUMN rung_report.stage_key IS 'Of the stage that showed it';
COMMENT ON COLUMN rung_report.step IS 'Of the training; empty where labels were judged';
COMMENT ON COLUMN rung_report.value IS 'The metric at that step, or what the labels are worth';
COMMENT ON COLUMN rung_report.decision IS 'Ordinal of the trial''s decision that the verdict is, with all that it was given on';
COMMENT ON COLUMN rung_report.verdict IS 'Empty while the trial waits for others, on no device';

CREATE TABLE gate (
    trial_id   bigint NOT NULL REFERENCES trial ON DELETE CASCADE,
    decision   integer NOT NULL CHECK (decision >= 1),
    label_id   bigint NOT NULL REFERENCES label_version ON DELETE CASCADE,
    rule       jsonb NOT NULL,
    opened_at  timestamptz NOT NULL DEFAULT now(),
    deadline   timestamptz,
    outcome    text CHECK (outcome IN ('APPROVED', 'REFUSED')),
    reason     text,
    decided_at timestamptz,
    PRIMARY KEY (trial_id, decision)
);
CREATE INDEX gate_label ON gate (label_id);
COMMENT ON TABLE gate IS 'Gates that trials came to with a label version';
COMMENT ON COLUMN gate.decision IS 'Ordinal of the trial''s decision that the outcome is, with its numbers';
COMMENT ON COLUMN gate.rule IS 'The Gate as the campaign file has it';
COMMENT ON COLUMN gate.deadline IS 'Until when a person is waited for, fixed when the trial first came; empty: without end';
COMMENT ON COLUMN gate.outcome IS 'Empty while a person is waited for';

CREATE VIEW open_gate AS
SELECT c.name AS campaign, t.number AS trial, g.trial_id, g.label_id, g.rule ->> 'labels' AS labels, g.rule ->> 'before' AS before,
       l.coverage, l.mean_iou, g.opened_at, g.deadline, coalesce(upper(g.rule ->> 'otherwise'), 'REFUSE') AS otherwise
FROM gate g
JOIN trial t ON t.id = g.trial_id
JOIN campaign c ON c.id = t.campaign_id
JOIN label_version l ON l.id = g.label_id
WHERE g.outcome IS NULL AND t.state IN ('PENDING', 'RUNNING', 'PAUSED');
COMMENT ON VIEW open_gate IS 'Label versions that a person is waited for to approve or reject';

ALTER TABLE stage ADD COLUMN lost integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN stage.lost IS 'How many attempts have ended without a word since the last checkpoint or failure: their workers died, or were taken for dead';
