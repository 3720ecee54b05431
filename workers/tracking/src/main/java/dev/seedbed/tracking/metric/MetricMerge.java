package dev.seedbed.tracking.metric;

import dev.seedbed.tracking.stage.Lease;
import java.util.List;
import org.jdbi.v3.core.Handle;

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
