-- Who may compute when: priorities, pauses, shares and quotas of teams, what stages are waited for, and what device time went where.

ALTER TABLE campaign
    ADD COLUMN priority smallint NOT NULL DEFAULT 3 CHECK (priority BETWEEN 1 AND 5),
    ADD COLUMN paused boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN campaign.priority IS 'From 1, the highest, to 5; a stage has the highest of those who wait for it';
COMMENT ON COLUMN campaign.paused IS 'Whether its trials take no device; a stage that nobody else waits for stops at a checkpoint';
