package dev.seedbed.training;

import dev.seedbed.training.loop.Checkpoint;
import dev.seedbed.training.loop.TrainingListener;
import java.util.Map;

/** Follows a training without a word, never stops it, keeps nothing. */
public class Silent implements TrainingListener {

    @Override
    public void onStep(long step, long steps, int epoch, Map<String, Double> metrics, double imagesPerSecond) {}

    @Override
    public void onEpoch(int epoch, long step, Map<String, Double> means, Map<String, Double> metrics) {}

    @Override
    public boolean stopRequested() {
        return false;
    }

    @Override
    public boolean checkpointPending() {
        return false;
    }

    @Override
    public void onCheckpoint(Checkpoint checkpoint) {}
}
