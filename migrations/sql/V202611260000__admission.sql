-- Who may compute when: priorities, pauses, shares and quotas of teams, what stages are waited for, and what device time went where.

ALTER TABLE campaign
    ADD COLUMN priority smallint NOT NULL DEFAULT 3 CHECK (priority BETWEEN 1 AND 5),
    ADD COLUMN paused boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN campaign.priority IS 'From 1, the highest, to 5; a stage has the highest of those who wait for it';
COMMENT ON COLUMN campaign.paused IS 'Whether its trials take no device; a stage that nobody else waits for stops at a checkpoint';

CREATE TABLE team (
    name   text PRIMARY KEY CHECK (name <> ''),
    weight double precision NOT NULL CHECK (weight > 0 AND weight < 'Infinity')
);
COMMENT ON TABLE team IS 'Teams whose weight is not 1';
COMMENT ON COLUMN team.weight IS 'Its share of device time beside other teams'' weights';

CREATE TABLE quota (
    team    text NOT NULL CHECK (team <> ''),
    period  text NOT NULL CHECK (period IN ('DAY', 'WEEK', 'MONTH')),
    seconds double precision NOT NULL CHECK (seconds >= 0 AND seconds < 'Infinity'),
    PRIMARY KEY (team, period)
);
COMMENT ON TABLE quota IS 'How much device time of the GPU pool a team may use in a calendar day, week (from Monday) or month, UTC';

CREATE TABLE stage_request (
    trial_id         bigint NOT NULL REFERENCES trial ON DELETE CASCADE,
    ordinal          integer NOT NULL,
    key              sha256 NOT NULL,
    kind             text NOT NULL,
    pool             text NOT NULL CHECK (pool IN ('gpu', 'cpu')),
    executor_version text NOT NULL,
    requested_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    called_at        timestamptz,
    waiting          boolean NOT NULL DEFAULT false,
    PRIMARY KEY (trial_id, ordinal)
);
CREATE INDEX stage_request_key ON stage_request (key);
COMMENT ON TABLE stage_request IS 'Stages that trials wait for: from asking until the stage is committed or the trial has ended';
COMMENT ON COLUMN stage_request.seen_at IS 'When the trial, or the activity in which it waits, last gave a sign of life';
COMMENT ON COLUMN stage_request.called_at IS 'When another stage last gave way to it; one that does not come is passed over until it is seen again';
COMMENT ON COLUMN stage_request.waiting IS 'Whether it waits on no device to be told that its turn may have come';

ALTER TABLE stage
    ADD COLUMN pool text CHECK (pool IN ('gpu', 'cpu')),
    ADD COLUMN yields boolean NOT NULL DEFAULT false,
    ADD COLUMN lease_trial bigint,
    ADD COLUMN lease_since timestamptz,
    ADD COLUMN progress jsonb;
UPDATE stage SET pool = CASE WHEN kind IN (
    'activation-maps', 'grow-segmenter', 'label-boxes', 'predict-labels', 'prototype-maps', 'train-box-classifier', 'train-classifier',
    'train-prototypes', 'train-segmenter') THEN 'gpu' ELSE 'cpu' END;
ALTER TABLE stage ALTER COLUMN pool SET NOT NULL;
COMMENT ON COLUMN stage.pool IS 'Where it runs: on a device, or on a machine''s processors';
COMMENT ON COLUMN stage.yields IS 'Whether it writes checkpoints, so that it can be asked to give its device back';
COMMENT ON COLUMN stage.lease_trial IS 'The trial whose activity holds the lease; tells nothing while nobody does';
COMMENT ON COLUMN stage.lease_since IS 'When the lease was taken; tells nothing while nobody holds it';
COMMENT ON COLUMN stage.progress IS 'How far the attempt was at the last renewal: done, total, per second, seconds since it last moved and a usual step takes';

CREATE TABLE device_use (
    stage_id    bigint NOT NULL,
    epoch       integer NOT NULL,
    trial_id    bigint NOT NULL,
    day         date NOT NULL,
    worker      text NOT NULL,
    pool        text NOT NULL,
    kind        text NOT NULL,
    team        text NOT NULL,
    username    text NOT NULL,
    campaign_id bigint NOT NULL,
    campaign    text NOT NULL,
    started_at  timestamptz NOT NULL,
    charged_at  timestamptz NOT NULL,
    seconds     double precision NOT NULL CHECK (seconds >= 0),
    PRIMARY KEY (stage_id, epoch, trial_id, day)
);
CREATE INDEX device_use_day ON device_use (day, team, pool);
CREATE INDEX device_use_campaign ON device_use (campaign_id);
COMMENT ON TABLE device_use IS 'What an attempt used and who is charged; no foreign keys, since deleting a campaign gives no device time back';
COMMENT ON COLUMN device_use.trial_id IS 'The first of the trials that waited, of those that were not paused and had quota left';
COMMENT ON COLUMN device_use.day IS 'UTC';
COMMENT ON COLUMN device_use.seconds IS 'Of one slot of the pool; of a killed attempt up to its last renewal';

ALTER TABLE worker
    ADD COLUMN slots integer NOT NULL DEFAULT 1 CHECK (slots >= 1),
    ADD COLUMN cpus integer,
    ADD COLUMN memory_bytes bigint,
    ADD COLUMN device_memory jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN numerics text,
    ADD COLUMN executors jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN drain text CHECK (drain IN ('FINISH', 'NOW'));
COMMENT ON COLUMN worker.slots IS 'How many stages it runs at once';
COMMENT ON COLUMN worker.cpus IS 'Processors of its machine';
COMMENT ON COLUMN worker.memory_bytes IS 'Of its machine';
COMMENT ON COLUMN worker.device_memory IS 'Bytes by device, where known';
COMMENT ON COLUMN worker.numerics IS 'Numerics class of its first device: processor, threads, engine''s version';
COMMENT ON COLUMN worker.executors IS 'Version of the executor by kind of stage';
COMMENT ON COLUMN worker.drain IS 'Takes nothing new: FINISH lets running stages end, NOW has them write checkpoints and stop';

CREATE VIEW live_worker AS
SELECT * FROM worker WHERE ended_at IS NULL AND last_seen > now() - interval '30 s';
COMMENT ON VIEW live_worker IS 'Workers that were seen within thirty seconds';

CREATE VIEW pool_slots AS
SELECT w.pool, sum(w.slots) AS slots, sum(w.slots) - sum(
           (SELECT count(*) FROM stage s
            WHERE s.lease_worker = w.instance AND s.state = 'CLAIMED' AND s.lease_expires > clock_timestamp())) AS free
FROM live_worker w
WHERE w.drain IS NULL
GROUP BY w.pool;
COMMENT ON VIEW pool_slots IS 'Slots of living workers that are not drained, and how many of them no stage holds';

CREATE VIEW team_use AS
SELECT u.team, u.pool, sum(u.seconds) / coalesce(max(t.weight), 1) AS share
FROM device_use u LEFT JOIN team t ON t.name = u.team
WHERE u.day >= CAST(now() AT TIME ZONE 'UTC' AS date) - 1 AND u.charged_at > now() - interval '1 day'
GROUP BY u.team, u.pool;
COMMENT ON VIEW team_use IS 'Seconds of the last day, running attempts included, divided by the team''s weight: who has the least is next';

CREATE VIEW quota_use AS
SELECT q.team, q.period, q.seconds, coalesce(sum(u.seconds), 0) AS used
FROM quota q
LEFT JOIN device_use u
       ON u.team = q.team AND u.pool = 'gpu' AND u.day >= CAST(date_trunc(q.period, now() AT TIME ZONE 'UTC') AS date)
GROUP BY q.team, q.period;
COMMENT ON VIEW quota_use IS 'Quotas and what is used of them in the period that runs';

CREATE VIEW stage_waiter AS
SELECT r.trial_id, r.ordinal, r.key, r.kind, r.pool, r.executor_version, r.requested_at, r.seen_at,
       r.called_at IS NULL OR r.seen_at >= r.called_at OR r.called_at > clock_timestamp() - interval '5 s' AS present,
       t.number AS trial, c.id AS campaign_id, c.name AS campaign, c.team, c.username, c.priority,
       CASE WHEN t.state IN ('DONE', 'FAILED', 'CANCELLED', 'PRUNED') THEN 'trial ' || t.number || ' of ' || c.name || ' has ended'
            WHEN c.paused THEN 'campaign ' || c.name || ' is paused'
            WHEN r.pool = 'gpu' THEN (
                SELECT 'team ' || e.team || ' has used ' || round(CAST(e.used AS numeric)) || ' of its ' || CAST(e.seconds AS numeric)
                       || ' device-seconds of this ' || lower(e.period)
                FROM quota_use e WHERE e.team = c.team AND e.used >= e.seconds ORDER BY e.seconds LIMIT 1)
       END AS obstacle
FROM stage_request r JOIN trial t ON t.id = r.trial_id JOIN campaign c ON c.id = t.campaign_id;
COMMENT ON VIEW stage_waiter IS 'Who waits for which stage, and what keeps it from a device whoever else waits; present: seen since it was last called, or called just now';

CREATE VIEW wanted_stage AS
SELECT DISTINCT ON (w.key)
       w.key, w.kind, w.pool, w.executor_version, w.trial_id, w.campaign_id, w.campaign, w.team, w.username, w.requested_at,
       min(w.priority) OVER same AS priority, bool_or(w.present) OVER same AS present
FROM stage_waiter w
WHERE w.obstacle IS NULL
WINDOW same AS (PARTITION BY w.key)
ORDER BY w.key, w.requested_at, w.trial_id;
COMMENT ON VIEW wanted_stage IS 'Stages that somebody may have computed: the highest priority of those, and of the first of them the rest, since it is charged';

CREATE VIEW stage_queue AS
SELECT q.*, count(*) FILTER (WHERE q.present AND q.computable) OVER (
           PARTITION BY q.pool ORDER BY q.priority, q.share RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP) AS ahead
FROM (SELECT w.*, coalesce(u.share, 0) AS share,
             NOT EXISTS (SELECT FROM live_worker l WHERE l.pool = w.pool)
                 OR EXISTS (SELECT FROM live_worker l WHERE l.pool = w.pool AND l.executors ->> w.kind = w.executor_version) AS computable
      FROM wanted_stage w LEFT JOIN team_use u ON u.team = w.team AND u.pool = w.pool
      WHERE NOT EXISTS (
          SELECT FROM stage s
          WHERE s.key = w.key
            AND (s.state = 'COMMITTED' OR s.state = 'CLAIMED' AND s.lease_worker IS NOT NULL AND s.lease_expires > clock_timestamp()))) q;
COMMENT ON VIEW stage_queue IS 'Wanted stages that nobody computes; ahead: how many go first, by priority, then by their team''s share of the last day';

CREATE VIEW campaign_contest AS
SELECT c.id AS campaign_id,
       c.paused
       OR EXISTS (SELECT FROM quota q WHERE q.team = c.team)
       OR CASE WHEN EXISTS (
                   SELECT FROM campaign o
                   WHERE o.state NOT IN ('DONE', 'FAILED', 'CANCELLED') AND (o.priority < c.priority OR o.team <> c.team))
               THEN EXISTS (
                   SELECT FROM stage_request r JOIN trial t ON t.id = r.trial_id JOIN campaign o ON o.id = t.campaign_id
                   WHERE o.priority < c.priority OR o.team <> c.team)
               ELSE false END AS contested
FROM campaign c;
COMMENT ON VIEW campaign_contest IS 'Whether anything can keep a campaign''s stages from being admitted; where nothing can, nobody asks further';

CREATE VIEW campaign_reuse AS
SELECT c.id AS campaign_id, c.name AS campaign,
       count(*) FILTER (WHERE NOT ts.reused) AS computed,
       count(*) FILTER (WHERE ts.reused) AS reused,
       coalesce(sum(s.seconds) FILTER (WHERE NOT ts.reused AND s.pool = 'gpu'), 0) AS device_seconds,
       coalesce(sum(s.seconds) FILTER (WHERE NOT ts.reused AND s.pool = 'cpu'), 0) AS cpu_seconds,
       coalesce(sum(s.seconds) FILTER (WHERE ts.reused AND s.pool = 'gpu'), 0) AS saved_device_seconds,
       coalesce(sum(s.seconds) FILTER (WHERE ts.reused AND s.pool = 'cpu'), 0) AS saved_cpu_seconds
FROM trial_stage ts
JOIN stage s ON s.id = ts.stage_id
JOIN trial t ON t.id = ts.trial_id
JOIN campaign c ON c.id = t.campaign_id
WHERE s.state = 'COMMITTED'
GROUP BY c.id;
COMMENT ON VIEW campaign_reuse IS 'What a campaign computed and what it found: each link of a trial to a committed stage counts that stage''s seconds once';
