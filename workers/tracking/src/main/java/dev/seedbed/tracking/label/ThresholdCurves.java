package dev.seedbed.tracking.label;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.tracking.Database;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Threshold curves of the activation maps that label versions were made from. */
public record ThresholdCurves(Database database) {

    /** The kind of the stages that measure them. */
    private static final String KIND = "sweep-thresholds";

    private record Swept(String key, String arrays, JsonNode thresholds, JsonNode meanIous) {}

    /** The curves of all activation maps that a stage in the line of these label versions read; the oldest first. */
    public List<ThresholdCurve> of(List<Long> line) {
        return swept(line).stream()
                .map(found -> new ThresholdCurve(found.key(), found.arrays(), numbers(found.thresholds()), numbers(found.meanIous())))
                .toList();
    }

    private List<Swept> swept(List<Long> line) {
        return database.with(handle -> handle.createQuery("""
                        SELECT s.key, s.spec #>> '{cams,arrays}' AS arrays, s.result -> 'thresholds' AS thresholds, s.result -> 'meanIous' AS mean_ious
                        FROM stage s
                        WHERE s.kind = :kind AND s.state = 'COMMITTED'
                          AND s.spec #>> '{cams,arrays}' IN (
                              SELECT arrays #>> '{}'
                              FROM label_version l JOIN stage maker ON maker.id = l.stage_id,
                                   jsonb_path_query(maker.spec, 'strict $.**.arrays') AS arrays
                              WHERE l.id = ANY (:line))
                        ORDER BY s.id
                        """)
                .bind("kind", KIND)
                .bindArray("line", Long.class, line)
                .map(ConstructorMapper.of(Swept.class))
                .list());
    }

    private static List<Double> numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asDouble).toList();
    }
}
