package dev.seedbed.training.loop;

/** How fast steps go by, smoothed over some ten of them. */
final class Pace {

    private static final double MEMORY = 0.9;

    private final int imagesPerStep;
    private long lastNanos = System.nanoTime();
    private double secondsPerStep;

    Pace(int imagesPerStep) {
        this.imagesPerStep = imagesPerStep;
    }

    /** Images a second, a step being done now. */
    double afterStep() {
        long now = System.nanoTime();
        double seconds = Math.max(1e-9, (now - lastNanos) * 1e-9);
        secondsPerStep = secondsPerStep == 0 ? seconds : MEMORY * secondsPerStep + (1 - MEMORY) * seconds;
        lastNanos = now;
        return imagesPerStep / secondsPerStep;
    }
}
