package dev.seedbed.training.bench;

import dev.seedbed.training.loop.Checkpoint;
import dev.seedbed.training.loop.TrainingListener;
import java.util.Locale;
import java.util.Map;

/** Prints every epoch's loss and pace; never stops the training, keeps nothing. */
final class EpochPrinter implements TrainingListener {

    private final int images;
    private long start = System.nanoTime();

    /** @param images of an epoch, those that fill no batch left out */
    EpochPrinter(int images) {
        this.images = images;
    }

    @Override
    public void onStep(long step, long steps, int epoch, Map<String, Double> metrics, double imagesPerSecond) {}

    @Override
    public void onEpoch(int epoch, long step, Map<String, Double> means, Map<String, Double> metrics) {
        double seconds = (System.nanoTime() - start) * 1e-9;
        System.out.printf(Locale.ROOT, "epoch %d loss %.4f %.1f images/s%n", epoch, means.get("loss"), images / seconds);
        start = System.nanoTime();
    }

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
