package dev.seedbed.tracking.label;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.tracking.campaign.TrialState;
import dev.seedbed.tracking.stage.StageState;
import java.util.List;
import java.util.Optional;

/**
 * What falls with a label version: itself, what was derived from it through every generation, and whom that concerns.
 *
 * @param labels label versions, the oldest first
 * @param stages stages that made or used one of them, or used what such a stage left, the oldest first
 * @param trials that asked for one of the stages, by campaign, the newest first, then by number
 */
public record Revocation(List<Version> labels, List<Stage> stages, List<Trial> trials) {

    public Revocation {
        labels = List.copyOf(labels);
        stages = List.copyOf(stages);
        trials = List.copyOf(trials);
    }

    /** A label version that falls; {@code stageKey} is empty for an imported one, which nothing computes anew. */
    public record Version(long id, String contentHash, String name, LabelVersion.Kind kind, Optional<String> stageKey) {}

    /** A stage whose result is never used again; {@code state} is that before. */
    public record Stage(long id, String key, String kind, StageState state) {}

    /**
     * A trial that got results which fall.
     *
     * @param number within its campaign
     * @param stages ids of those of its stages that fall
     */
    public record Trial(long campaignId, String campaign, int number, String name, TrialState state, List<Long> stages) {

        public Trial {
            stages = List.copyOf(stages);
        }
    }
}
