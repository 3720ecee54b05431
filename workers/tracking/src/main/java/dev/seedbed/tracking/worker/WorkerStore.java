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
    public void started(String instance, String name, String pool, List<String> devices, String version, long pid, String host) {
        database.with(handle -> handle.createUpdate("""
                        INSERT INTO worker (instance, name, pool, devices, version, pid, host)
                        VALUES (:instance, :name, :pool, CAST(:devices AS jsonb), :version, :pid, :host)
                        ON CONFLICT (instance) DO NOTHING
                        """)
                .bind("instance", instance)
                .bind("name", name)
                .bind("pool", pool)
                .bind("devices", Json.write(devices))
                .bind("version", version)
                .bind("pid", pid)
                .bind("host", host)
                .execute());
    }

    /** Records that it lives. */
    public void seen(String instance) {
        database.with(handle -> handle.createUpdate("UPDATE worker SET last_seen = now() WHERE instance = :instance")
                .bind("instance", instance)
                .execute());
    }

    /** Records that it has ended. */
    public void ended(String instance) {
        database.with(handle -> handle.createUpdate("""
                        UPDATE worker SET ended_at = now() WHERE instance = :instance AND ended_at IS NULL
                        """)
                .bind("instance", instance)
                .execute());
    }

    /** All workers ever started, the newest first. */
    public List<WorkerRow> list() {
        return database.with(handle -> handle.createQuery("SELECT * FROM worker ORDER BY started_at DESC, instance")
                .map(ConstructorMapper.of(WorkerRow.class))
                .list());
    }
}
