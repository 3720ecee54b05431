package dev.seedbed.training.loop;

import java.util.List;
import java.util.SortedMap;

/** How an attempt at training ended. */
public sealed interface TrainingOutcome {

    /**
     * All steps are done.
     *
     * @param weights bytes of a safetensors file that says what it is
     * @param steps of the whole training
     * @param finalLoss mean over the last epoch
     * @param chanceLoss of the best constant answer; 0 where that has no meaning
     * @param lastCounts what the last epoch's steps counted, by name; see {@link Learner.Loss}
     * @param numerics classes of machines that took part; more than one means that the bytes may differ from an undisturbed run's
     */
    record Finished(byte[] weights, long steps, double finalLoss, double chanceLoss, SortedMap<String, Double> lastCounts, List<String> numerics)
            implements TrainingOutcome {}

    /** It was asked to stop and can go on from here; the checkpoint has not been given to the listener. */
    record Stopped(Checkpoint checkpoint) implements TrainingOutcome {}
}
