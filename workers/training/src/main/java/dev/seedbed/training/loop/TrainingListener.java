package dev.seedbed.training.loop;

import java.util.Map;

/** Who follows a training; called on the training's own thread, which waits for it. */
public interface TrainingListener {

    /**
     * A step is done.
     *
     * @param step steps done, 1..steps; every step is told once, in order, also over attempts that go on from each other
     * @param epoch from 1
     * @param metrics by name: {@code loss}, its parts as {@code loss.NAME}, {@code rate}
     */
    void onStep(long step, long steps, int epoch, Map<String, Double> metrics, double imagesPerSecond);

    /**
     * An epoch is done; told after its last step.
     *
     * @param means of its losses, by name
     * @param metrics of the epoch as a whole, by name; see {@link Learner#epochMetrics}
     */
    void onEpoch(int epoch, long step, Map<String, Double> means, Map<String, Double> metrics);

    /** Whether training should stop before its next step. */
    boolean stopRequested();

    /** Whether the last checkpoint is still being written; the next one then waits, training does not. */
    boolean checkpointPending();

    /** A checkpoint is due. Write it on another thread. */
    void onCheckpoint(Checkpoint checkpoint);
}
