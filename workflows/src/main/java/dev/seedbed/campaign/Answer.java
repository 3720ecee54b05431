package dev.seedbed.campaign;

/**
 * What came of an action.
 *
 * @param applied whether it was done, now or when it was first told; else nothing was changed
 * @param text what the person is told: what was done, or why it is refused and what to do
 */
public record Answer(boolean applied, String text) {}
