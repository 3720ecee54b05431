package dev.seedbed.search;

/** Which way a number gets better. */
public enum Goal {
    MAXIMIZE,
    MINIMIZE;

    /** The value as something to make small. */
    public double loss(double value) {
        return this == MINIMIZE ? value : -value;
    }

    public boolean isBetter(double value, double than) {
        return loss(value) < loss(than);
    }
}
