package dev.seedbed.campaign;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.stage.Ranges;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** What somebody wants of a campaign. It is applied whole, or refused with the reason. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "action")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Action.Pause.class, name = "pause"),
    @JsonSubTypes.Type(value = Action.Resume.class, name = "resume"),
    @JsonSubTypes.Type(value = Action.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = Action.Extend.class, name = "extend"),
    @JsonSubTypes.Type(value = Action.Set.class, name = "set"),
    @JsonSubTypes.Type(value = Action.ChangeSpace.class, name = "change-space"),
    @JsonSubTypes.Type(value = Action.AddPoint.class, name = "add-point"),
    @JsonSubTypes.Type(value = Action.Fork.class, name = "fork"),
    @JsonSubTypes.Type(value = Action.Retry.class, name = "retry"),
    @JsonSubTypes.Type(value = Action.Approve.class, name = "approve")
})
public sealed interface Action {

    /** Take no device until it is resumed: running stages stop at a checkpoint. */
    record Pause() implements Action {}

    /** Go on after a pause. */
    record Resume() implements Action {}

    /**
     * End the campaign, or one trial of it; running stages stop at a checkpoint.
     *
     * @param trial its number; empty for the whole campaign
     */
    record Cancel(OptionalInt trial) implements Action {}

    /**
     * Try more points.
     *
     * @param trials how many more, at least 1
     * @param budget what of the budget is raised in the same breath
     */
    record Extend(int trials, Budget budget) implements Action {

        public Extend {
            Ranges.within("trials", trials, 1, 100_000);
        }
    }

    /**
     * Run on other terms; what is absent stays.
     *
     * @param concurrency trials at once
     * @param priority from 1, the highest, to 5
     * @param deadline when the budget of hours is used up, which it then says instead
     */
    record Set(OptionalInt concurrency, OptionalInt priority, Budget budget, Optional<Instant> deadline) implements Action {

        public Set {
            concurrency.ifPresent(value -> Ranges.within("concurrency", value, 1, CampaignSpec.MOST_AT_ONCE));
            priority.ifPresent(value -> Ranges.within("priority", value, 1, 5));
            if (concurrency.isEmpty() && priority.isEmpty() && budget.equals(Budget.none()) && deadline.isEmpty()) {
                throw new IllegalArgumentException("nothing is set; name at least one of concurrency, priority, hours, device seconds, target, deadline");
            }
            if (deadline.isPresent() && budget.hours().isPresent()) {
                throw new IllegalArgumentException("a deadline and hours say the same; name one of them");
            }
        }
    }

    /**
     * Narrow or widen the space of the search; points that were proposed or given stay.
     *
     * @param space domains by dotted path, as a campaign file writes them; of dimensions that are there already
     */
    record ChangeSpace(Map<String, JsonNode> space) implements Action {

        public ChangeSpace {
            space = ordered(space);
            if (space.isEmpty()) {
                throw new IllegalArgumentException("no dimension is changed; name one, such as segmenter.batch={int: [4, 8]}");
            }
        }
    }

    /**
     * Try a point next.
     *
     * @param point values by dotted path
     */
    record AddPoint(Map<String, JsonNode> point) implements Action {

        public AddPoint {
            point = ordered(point);
        }
    }

    /**
     * Run a trial again, another one, with other settings from a stage on.
     *
     * @param trial the number of the trial that it is forked from
     * @param from the stage before which nothing may change: its kind, or its number in the trial
     * @param settings what differs, by dotted path
     */
    record Fork(int trial, String from, Map<String, JsonNode> settings) implements Action {

        public Fork {
            Objects.requireNonNull(from, "from");
            settings = ordered(settings);
            if (settings.isEmpty()) {
                throw new IllegalArgumentException("a fork without other settings would be the same trial; change one with --set");
            }
        }
    }

    /**
     * Run a trial that failed or was cancelled once more; its stages that are done are found.
     *
     * @param settings what differs this time, by dotted path
     */
    record Retry(int trial, Map<String, JsonNode> settings) implements Action {

        public Retry {
            settings = ordered(settings);
        }
    }

    /**
     * Let a trial's label version through the gate that it waits at, or turn it away.
     *
     * @param trial the number of the trial that waits
     * @param reject turn it away
     */
    record Approve(int trial, boolean reject) implements Action {}

    private static Map<String, JsonNode> ordered(Map<String, JsonNode> values) {
        return Collections.unmodifiableMap(new TreeMap<>(values));
    }
}
