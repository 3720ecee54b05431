package dev.seedbed.stage;

/**
 * What a drill came to.
 *
 * @param steps that it took
 * @param loss after the last
 * @param meanLoss over all steps; the loss where there were none
 */
public record Drilled(long steps, double loss, double meanLoss) {}
