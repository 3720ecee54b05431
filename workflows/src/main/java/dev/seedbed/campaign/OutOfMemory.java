package dev.seedbed.campaign;

/** What becomes of a training whose batch does not fit the device's memory. */
public enum OutOfMemory {
    /** The trial fails with the reason. */
    FAIL,
    /** The training is asked for once more, its batch computed in two parts whose gradients add up: another stage value, another key. */
    HALVE
}
