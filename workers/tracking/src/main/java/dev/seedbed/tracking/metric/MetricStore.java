package dev.seedbed.tracking.metric;

import dev.seedbed.tracking.Database;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Stored metrics, for reading. */
public final class MetricStore {

    private final Database database;

    public MetricStore(Database database) {
        this.database = database;
    }

    /** All points of a stage by name and step. */
    public List<MetricPoint> list(long stageId) {
        return database.with(handle -> handle.createQuery("""
                        SELECT n.name, m.step, m.value
                        FROM metric m JOIN metric_name n ON n.id = m.name_id
                        WHERE m.stage_id = :stageId
                        ORDER BY n.name, m.step
                        """)
                .bind("stageId", stageId)
                .map(ConstructorMapper.of(MetricPoint.class))
                .list());
    }

    /** The last point of each name. */
    public List<MetricPoint> latest(long stageId) {
        return database.with(handle -> handle.createQuery("""
                        SELECT DISTINCT ON (n.name) n.name, m.step, m.value
                        FROM metric m JOIN metric_name n ON n.id = m.name_id
                        WHERE m.stage_id = :stageId
                        ORDER BY n.name, m.step DESC
                        """)
                .bind("stageId", stageId)
                .map(ConstructorMapper.of(MetricPoint.class))
                .list());
    }
}
