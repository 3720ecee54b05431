package dev.seedbed.tracking.stage;

/**
 * How far an attempt is, for listings.
 *
 * @param done of {@code total}, in steps or images; both 0 before the first
 * @param perSecond images a second, 0 when not known
 * @param quietSeconds since it last moved
 * @param stepSeconds that a usual step takes, 0 when not known
 */
public record Pulse(String doing, long done, long total, double perSecond, double quietSeconds, double stepSeconds) {}
