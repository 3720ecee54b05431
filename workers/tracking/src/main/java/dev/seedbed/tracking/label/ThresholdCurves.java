package dev.seedbed.tracking.label;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import dev.seedbed.stage.SweepThresholds;
import dev.seedbed.stage.ThresholdCurve;
import dev.seedbed.tracking.Database;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Threshold curves of the activation maps that label versions were made from. */
public record ThresholdCurves(Database database) {

    /**
     * Mean IoU over thresholds, as a stage measured it on activation maps.
     *
     * @param stageKey the stage that measured
     * @param arrays hash of the activation maps
     */
    public record Measured(String stageKey, String arrays, ThresholdCurve curve) {}

    private record Swept(String key, String arrays, JsonNode result) {}

    /** The curves of all activation maps that a stage in the line of these label versions read; the oldest first. */
    public List<Measured> of(List<Long> line) {
        return swept(line).stream()
                .map(found -> new Measured(found.key(), found.arrays(), Json.read(found.result(), ThresholdCurve.class)))
                .toList();
    }

    private List<Swept> swept(List<Long> line) {
        return database.with(handle -> handle.createQuery("""
                        SELECT s.key, s.spec #>> '{cams,arrays}' AS arrays, s.result
                        FROM stage s
                        WHERE s.kind = :kind AND s.state = 'COMMITTED'
                          AND s.spec #>> '{cams,arrays}' IN (
                              SELECT arrays #>> '{}'
                              FROM label_version l JOIN stage maker ON maker.id = l.stage_id,
                                   jsonb_path_query(maker.spec, 'strict $.**.arrays') AS arrays
                              WHERE l.id = ANY (:line))
                        ORDER BY s.id
                        """)
                .bind("kind", SweepThresholds.KIND)
                .bindArray("line", Long.class, line)
                .map(ConstructorMapper.of(Swept.class))
                .list());
    }
}
