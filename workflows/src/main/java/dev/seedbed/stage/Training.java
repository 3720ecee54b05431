package dev.seedbed.stage;

/**
 * How a network is trained: stochastic gradient descent with momentum, polynomial rate lr·(1 − step/steps)^power, over whole
 * batches only (the last images of an epoch that fill no batch wait for another epoch's order).
 *
 * @param epochs passes over the images, at least 1
 * @param batch images a step, at least 1
 * @param sidePx side of the square that the network sees, at least 32
 * @param crop true: scale by a factor drawn from [minScale, maxScale], then crop a random square (padded with the mean colour, and
 *     in labels with 255); false: squash the whole picture into the square
 * @param flip whether half of the pictures are mirrored
 * @param learningRate of the backbone's weights
 * @param newLayers factor on the rate of layers that start from random values
 * @param biases factor on the rate of biases, which then have no weight decay (2 in the Caffe lineage); 1 treats them as weights
 * @param power exponent of the polynomial rate; 0 keeps the rate
 * @param dropout rate in [0, 1) where the head drops features
 */
public record Training(
        int epochs,
        int batch,
        int sidePx,
        boolean crop,
        double minScale,
        double maxScale,
        boolean flip,
        double learningRate,
        double newLayers,
        double biases,
        double momentum,
        double weightDecay,
        double power,
        double dropout) {

    public Training {
        Ranges.atLeast("epochs", epochs, 1);
        Ranges.atLeast("batch", batch, 1);
        Ranges.atLeast("sidePx", sidePx, 32);
        Ranges.within("minScale", minScale, 0.1, 4);
        Ranges.within("maxScale", maxScale, minScale, 4);
        Ranges.within("learningRate", learningRate, 0, 10);
        Ranges.within("newLayers", newLayers, 0, 1000);
        Ranges.within("biases", biases, 0, 100);
        Ranges.within("momentum", momentum, 0, 0.9999);
        Ranges.within("weightDecay", weightDecay, 0, 1);
        Ranges.within("power", power, 0, 10);
        Ranges.within("dropout", dropout, 0, 0.99);
    }

    /** What a setting is when a file does not say; also what a stage's key leaves out. */
    public static Training defaults() {
        return new Training(5, 16, 128, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.3);
    }
}
