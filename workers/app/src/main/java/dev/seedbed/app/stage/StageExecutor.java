package dev.seedbed.app.stage;

import dev.seedbed.stage.StageSpec;

/**
 * Computes one kind of stage.
 *
 * @param <S> the stage's record
 * @param <R> its result's record
 */
public interface StageExecutor<S extends StageSpec<R>, R> {

    /** The kind of stage that it computes. */
    String kind();

    /** Part of every key: to be changed whenever the same stage would come to another result. */
    String version();

    /**
     * Computes the stage.
     *
     * @throws StageStopped if the work asked it to stop; what was saved is where the next attempt goes on
     */
    R execute(S stage, StageWork work);
}
