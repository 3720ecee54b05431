package dev.seedbed.tracking.worker;

/** What a worker is to do about new work. */
public enum Drain {
    /** Takes work. */
    NONE,
    /** Takes nothing new; what runs ends. */
    FINISH,
    /** Takes nothing new; what runs writes a checkpoint and stops, to be gone on with by another worker. */
    NOW
}
