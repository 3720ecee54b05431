package dev.seedbed.stage;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * One trial's wish for a stage.
 *
 * @param trialId the trial's row
 * @param ordinal the stage's place in the trial, from 1
 * @param executorVersion of the executor that the key was computed for; another refuses the work
 * @param until a training stops after so many steps, at least 1, with a checkpoint to go on from; empty: it runs to its end
 */
public record StageRequest(long trialId, int ordinal, StageSpec<?> stage, String executorVersion, OptionalLong until) {

    public StageRequest {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(executorVersion, "executorVersion");
        Ranges.atLeast("ordinal", ordinal, 1);
        until = until == null ? OptionalLong.empty() : until;
        until.ifPresent(step -> Ranges.atLeast("until", step, 1));
    }

    /** A wish for the stage's result. */
    public StageRequest(long trialId, int ordinal, StageSpec<?> stage, String executorVersion) {
        this(trialId, ordinal, stage, executorVersion, OptionalLong.empty());
    }

    /** The same stage, no further than to a step. */
    public StageRequest until(long step) {
        return new StageRequest(trialId, ordinal, stage, executorVersion, OptionalLong.of(step));
    }

    /** The same wish for another stage of the same kind. */
    public StageRequest of(StageSpec<?> other) {
        return new StageRequest(trialId, ordinal, other, executorVersion, until);
    }

    /** The name of the result. */
    @com.fasterxml.jackson.annotation.JsonIgnore
    public StageKey key() {
        return StageKey.of(stage, executorVersion);
    }
}
