package dev.seedbed.stage;

/** Names of failures that a retry cannot mend; activities throw them as Temporal application failures of this type. */
public final class Failures {

    /** The input is wrong: data, weights or settings. */
    public static final String USER_ERROR = "UserError";

    /** A loss that is not finite. */
    public static final String LOSS_NOT_FINITE = "LossNotFinite";

    /** The device's memory does not suffice. */
    public static final String OUT_OF_DEVICE_MEMORY = "OutOfDeviceMemory";

    /** The stage failed as often as is allowed. */
    public static final String GAVE_UP = "GaveUp";

    /** What no retry can mend. */
    static final String[] FINAL = {USER_ERROR, LOSS_NOT_FINITE, OUT_OF_DEVICE_MEMORY, GAVE_UP};

    private Failures() {}
}
