package dev.seedbed.stage;

/**
 * What {@link GrowSegmenter} leaves.
 *
 * @param seeds as they were grown in the last epoch, over all its steps
 */
public record GrownSegmenter(TrainedNetwork network, SeedQuality seeds) {}
