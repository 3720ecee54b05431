package dev.seedbed.campaign;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.seedbed.stage.Ranges;
import java.util.Objects;

/**
 * A trial has come to a rung.
 *
 * @param rung from 1
 * @param decision which of the trial's decisions the verdict will be, from 1
 * @param stageKey of the stage that shows it
 */
public record RungReport(long trialId, int rung, int decision, String stageKey, Shown shown) {

    public RungReport {
        Ranges.atLeast("rung", rung, 1);
        Ranges.atLeast("decision", decision, 1);
        Objects.requireNonNull(stageKey, "stageKey");
        Objects.requireNonNull(shown, "shown");
    }

    /** What the trial shows. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "shown")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Metric.class, name = "metric"),
        @JsonSubTypes.Type(value = Quality.class, name = "quality")
    })
    public sealed interface Shown {}

    /** What a training's metric is at a step; of a shorter training at its last. */
    public record Metric(String name, long step) implements Shown {}

    /** What labels are worth. */
    public record Quality(double value) implements Shown {}
}
