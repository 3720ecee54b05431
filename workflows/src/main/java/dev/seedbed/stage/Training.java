package dev.seedbed.stage;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

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
 * @param steps exactly so many steps, going through the images as often as that takes; empty: as many as the epochs have
 * @param steppedRate replaces the polynomial rate
 * @param longSide with crop: scales so that the longer side has a drawn length, instead of by a factor from [minScale, maxScale]
 * @param jitter brightness, contrast and saturation are each multiplied by a factor drawn from [1 − jitter, 1 + jitter]; empty
 *     leaves colours as they are
 * @param clipNorm the gradient of all weights together is scaled down to this norm where it is longer; empty never
 * @param frozenStages so many first stages of the backbone keep the weights that they came with (a ResNet's stem counts with its
 *     {@code layer1} as the first); batch norms of a backbone are always frozen
 * @param parts every batch is computed in so many parts, at least 2, whose gradients add up to the whole batch's, up to rounding; empty: whole
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
        double dropout,
        OptionalInt steps,
        Optional<SteppedRate> steppedRate,
        Optional<LongSide> longSide,
        OptionalDouble jitter,
        OptionalDouble clipNorm,
        OptionalInt frozenStages,
        OptionalInt parts) {

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
        steps.ifPresent(count -> Ranges.atLeast("steps", count, 1));
        jitter.ifPresent(share -> Ranges.within("jitter", share, 0, 1));
        clipNorm.ifPresent(norm -> Ranges.within("clipNorm", norm, 1e-6, 1e6));
        frozenStages.ifPresent(stages -> Ranges.within("frozenStages", stages, 0, 4));
        parts.ifPresent(count -> Ranges.within("parts", count, 2, batch));
    }

    /** A training that says nothing about the settings that only some recipes have. */
    public Training(
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
        this(epochs, batch, sidePx, crop, minScale, maxScale, flip, learningRate, newLayers, biases, momentum, weightDecay, power, dropout,
                OptionalInt.empty(), Optional.empty(), Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty(),
                OptionalInt.empty());
    }

    /**
     * The rate falls in steps: lr·factor^⌊step/every⌋.
     *
     * @param every steps, at least 1
     * @param factor in (0, 1]
     */
    public record SteppedRate(int every, double factor) {

        public SteppedRate {
            Ranges.atLeast("every", every, 1);
            Ranges.within("factor", factor, 1e-6, 1);
        }
    }

    /**
     * The length that the longer side is scaled to, drawn evenly.
     *
     * @param minPx at least 32
     * @param maxPx at least minPx
     */
    public record LongSide(int minPx, int maxPx) {

        public LongSide {
            Ranges.atLeast("minPx", minPx, 32);
            Ranges.within("maxPx", maxPx, minPx, 4096);
        }
    }

    /** Steps of the optimizer over so many images. */
    public long stepsOver(int images) {
        return steps.isPresent() ? steps.getAsInt() : (long) (images / batch) * epochs;
    }

    /** The same training, every batch in parts; empty where it is in parts already, or its batch has too few images. */
    Optional<Training> inParts(int count) {
        return parts.isPresent() || batch < count
                ? Optional.empty()
                : Optional.of(new Training(
                        epochs, batch, sidePx, crop, minScale, maxScale, flip, learningRate, newLayers, biases, momentum, weightDecay, power, dropout,
                        steps, steppedRate, longSide, jitter, clipNorm, frozenStages, OptionalInt.of(count)));
    }

    /** What a setting is when a file does not say; also what a stage's key leaves out. */
    public static Training defaults() {
        return new Training(5, 16, 128, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.3);
    }
}
