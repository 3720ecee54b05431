package dev.seedbed.training.engine;

/** The device's memory is exhausted: a smaller batch or picture may fit; trying the same again on this device will not. */
public final class DeviceMemoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DeviceMemoryException(DeviceSlot slot, Throwable cause) {
        super("out of memory on " + slot + "; use a smaller batch or sidePx, or a device with more memory (" + cause.getMessage() + ")",
                cause);
    }
}
