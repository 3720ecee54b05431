package dev.seedbed.stage;

import java.util.Objects;

/**
 * One trial's wish for a stage.
 *
 * @param trialId the trial's row
 * @param ordinal the stage's place in the trial, from 1
 * @param executorVersion of the executor that the key was computed for; another refuses the work
 */
public record StageRequest(long trialId, int ordinal, StageSpec<?> stage, String executorVersion) {

    public StageRequest {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(executorVersion, "executorVersion");
        Ranges.atLeast("ordinal", ordinal, 1);
    }

    /** The name of the result. */
    @com.fasterxml.jackson.annotation.JsonIgnore
    public StageKey key() {
        return StageKey.of(stage, executorVersion);
    }
}
