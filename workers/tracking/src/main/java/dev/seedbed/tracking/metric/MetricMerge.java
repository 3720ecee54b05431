package dev.seedbed.tracking.metric;

import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.stage.Fence;
import dev.seedbed.tracking.stage.Lease;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;

/** The statements that put metrics where they belong; whoever runs them has passed the fence. */
public final class MetricMerge {

    private MetricMerge() {}

    /** Inserts or replaces a few points. */
    public static void insert(Handle handle, Lease lease, List<MetricPoint> points) {
        if (points.isEmpty()) {
            return;
        }
        ensureNames(handle, points.stream().map(MetricPoint::name).distinct().toList());
        var batch = handle.prepareBatch("""
                INSERT INTO metric (stage_id, name_id, step, value, epoch)
                SELECT :stageId, id, :step, :value, :epoch FROM metric_name WHERE name = :name
                ON CONFLICT (stage_id, name_id, step) DO UPDATE SET value = excluded.value, epoch = excluded.epoch
                """);
        points.forEach(point -> batch
                .bind("stageId", lease.stageId())
                .bind("epoch", lease.epoch())
                .bindMethods(point)
                .add());
        batch.execute();
    }

    /** Removes what earlier attempts wrote beyond the step that this one goes on from. */
    static void forgetBeyond(Database database, Lease lease, long resumeStep) {
        database.inTransaction(handle -> {
            Fence.require(handle, lease);
            return handle.createUpdate("DELETE FROM metric WHERE stage_id = :stageId AND step > :step AND epoch < :epoch")
                    .bind("stageId", lease.stageId())
                    .bind("step", resumeStep)
                    .bind("epoch", lease.epoch())
                    .execute();
        });
    }

    /** Merges many points by COPY in one transaction; a later point of a name and step replaces an earlier one. */
    static void merge(Database database, Lease lease, List<MetricPoint> points) {
        Map<String, Integer> names = database.with(handle -> names(handle, points.stream().map(MetricPoint::name).distinct().toList()));
        byte[] rows = MetricCopy.encode(points, names);
        database.inTransaction(handle -> {
            Fence.require(handle, lease);
            ensureStaging(handle);
            MetricCopy.send(handle, "COPY incoming FROM STDIN (FORMAT binary)", rows);
            return mergeIncoming(handle, lease);
        });
    }

    /** Once per connection: a table made anew for every batch would bloat the server's catalogue over days. */
    private static void ensureStaging(Handle handle) {
        handle.execute("""
                CREATE TEMPORARY TABLE IF NOT EXISTS incoming (name_id integer, step bigint, value double precision, place integer)
                ON COMMIT DELETE ROWS
                """);
    }

    private static int mergeIncoming(Handle handle, Lease lease) {
        return handle.createUpdate("""
                        INSERT INTO metric (stage_id, name_id, step, value, epoch)
                        SELECT DISTINCT ON (name_id, step) :stageId, name_id, step, value, :epoch
                        FROM incoming
                        ORDER BY name_id, step, place DESC
                        ON CONFLICT (stage_id, name_id, step) DO UPDATE SET value = excluded.value, epoch = excluded.epoch
                        """)
                .bind("stageId", lease.stageId())
                .bind("epoch", lease.epoch())
                .execute();
    }

    private static Map<String, Integer> names(Handle handle, List<String> names) {
        ensureNames(handle, names);
        return handle.createQuery("SELECT name, id FROM metric_name WHERE name = ANY (:names)")
                .bindArray("names", String.class, names)
                .setMapKeyColumn("name")
                .setMapValueColumn("id")
                .collectInto(new GenericType<Map<String, Integer>>() {});
    }

    /** Makes names known; sorted, so that two writers cannot wait for each other. */
    static void ensureNames(Handle handle, List<String> names) {
        handle.createUpdate("""
                        INSERT INTO metric_name (name) SELECT name FROM unnest(:names) AS name
                        WHERE NOT EXISTS (SELECT FROM metric_name known WHERE known.name = name.name)
                        ORDER BY name
                        ON CONFLICT DO NOTHING
                        """)
                .bindArray("names", String.class, names)
                .execute();
    }
}
