package dev.seedbed.stage;

/** Where a stage runs: on a device (one slot each), or on a machine's processors. */
public enum Pool {
    GPU,
    CPU
}
