package dev.seedbed.method;

/**
 * What a method is run on.
 *
 * @param settings the method's own settings, complete
 * @param seed of every random draw of the trial
 */
public record Trial<S>(DatasetCard dataset, S settings, long seed) {}
