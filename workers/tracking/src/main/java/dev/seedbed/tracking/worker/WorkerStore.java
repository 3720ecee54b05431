package dev.seedbed.tracking.worker;

import dev.seedbed.json.Json;
import dev.seedbed.tracking.Database;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Worker processes. */
public final class WorkerStore {

    private final Database database;

    public WorkerStore(Database database) {
        this.database = database;
    }

    /** Records that a worker has started. */
    public void started(NewWorker worker) {
        database.with(handle -> handle.createUpdate("""
                        INSERT INTO worker (instance, name, pool, devices, version, pid, host, slots, cpus, memory_bytes, device_memory,
                                            numerics, executors)
                        VALUES (:instance, :name, :pool, CAST(:devices AS jsonb), :version, :pid, :host, :slots, :cpus, :memoryBytes,
                                CAST(:deviceMemory AS jsonb), :numerics, CAST(:executors AS jsonb))
                        ON CONFLICT (instance) DO NOTHING
                        """)
                .bind("instance", worker.instance())
                .bind("name", worker.name())
                .bind("pool", worker.pool())
                .bind("devices", Json.write(worker.devices()))
                .bind("version", worker.version())
                .bind("pid", worker.pid())
                .bind("host", worker.host())
                .bind("slots", worker.slots())
                .bind("cpus", worker.cpus())
                .bind("memoryBytes", worker.memoryBytes())
                .bind("deviceMemory", Json.write(worker.deviceMemory()))
                .bind("numerics", worker.numerics())
                .bind("executors", Json.write(worker.executors()))
                .execute());
    }

    /**
     * Records that it lives.
     *
     * @return what it is to do about new work
     */
    public Drain seen(String instance) {
        return database.with(handle -> handle.createQuery("""
                        UPDATE worker SET last_seen = now() WHERE instance = :instance RETURNING coalesce(drain, 'NONE')
                        """)
                .bind("instance", instance)
                .mapTo(Drain.class)
                .findOne()
                .orElse(Drain.NONE));
    }

    /**
     * Tells living workers what to do about new work; they do so within seconds.
     *
     * @param worker an instance, or a name, which several can bear
     * @return the instances that were told
     */
    public List<String> drain(String worker, Drain order) {
        return database.with(handle -> handle.createQuery("""
                        UPDATE worker SET drain = nullif(:order, 'NONE')
                        WHERE (instance = :worker OR name = :worker) AND instance IN (SELECT instance FROM live_worker)
                        RETURNING instance
                        """)
                .bind("worker", worker)
                .bind("order", order)
                .mapTo(String.class)
                .list());
    }

    /** Records that it has ended. */
    public void ended(String instance) {
        database.with(handle -> handle.createUpdate("""
                        UPDATE worker SET ended_at = now() WHERE instance = :instance AND ended_at IS NULL
                        """)
                .bind("instance", instance)
                .execute());
    }

    /** All workers ever started, or the living ones alone; the newest first. */
    public List<WorkerRow> list(boolean all) {
        return database.with(handle -> handle.createQuery("""
                        SELECT w.instance, w.name, w.pool, w.devices, w.version, w.pid, w.host, w.started_at, w.last_seen, w.ended_at,
                               w.slots, w.cpus, w.memory_bytes, w.device_memory, w.numerics, w.executors,
                               coalesce(w.drain, 'NONE') AS drain, l.instance IS NOT NULL AS live,
                               coalesce((SELECT jsonb_agg(jsonb_build_object(
                                                    'kind', s.kind, 'key', s.key, 'campaign', c.name, 'trial', t.number,
                                                    'seconds', round(extract(epoch FROM clock_timestamp() - s.lease_since), 1),
                                                    'doing', s.progress ->> 'doing', 'done', s.progress -> 'done',
                                                    'total', s.progress -> 'total', 'perSecond', s.progress -> 'perSecond',
                                                    'stalled', coalesce(p.quiet > greatest(30, 20 * p.step), false)) ORDER BY s.id)
                                         FROM stage s
                                         LEFT JOIN trial t ON t.id = s.lease_trial
                                         LEFT JOIN campaign c ON c.id = t.campaign_id
                                         CROSS JOIN LATERAL (
                                             SELECT CAST(s.progress ->> 'quietSeconds' AS double precision)
                                                        + extract(epoch FROM clock_timestamp() - s.lease_at) AS quiet,
                                                    CAST(s.progress ->> 'stepSeconds' AS double precision) AS step) p
                                         WHERE s.lease_worker = w.instance AND s.state = 'CLAIMED'), '[]') AS running
                        FROM worker w LEFT JOIN live_worker l ON l.instance = w.instance
                        WHERE :all OR l.instance IS NOT NULL
                        ORDER BY w.started_at DESC, w.instance
                        """)
                .bind("all", all)
                .map(ConstructorMapper.of(WorkerRow.class))
                .list());
    }

    /** Kinds of stage that trials wait for in a version that no living worker of the pool has, for twenty seconds or longer. */
    public List<MissingExecutor> missing() {
        return database.with(handle -> handle.createQuery("""
                        SELECT w.kind, w.executor_version, w.pool, count(DISTINCT w.key) AS stages, min(w.campaign) AS campaign
                        FROM stage_waiter w
                        WHERE w.obstacle IS NULL AND w.requested_at < now() - interval '20 s'
                          AND NOT EXISTS (SELECT FROM live_worker l
                                          WHERE l.pool = w.pool AND l.executors ->> w.kind = w.executor_version)
                          AND NOT EXISTS (SELECT FROM stage s
                                          WHERE s.key = w.key
                                            AND (s.state = 'COMMITTED' OR s.lease_expires > clock_timestamp() AND s.state = 'CLAIMED'))
                        GROUP BY w.kind, w.executor_version, w.pool
                        ORDER BY w.kind, w.executor_version
                        """)
                .map(ConstructorMapper.of(MissingExecutor.class))
                .list());
    }
}
