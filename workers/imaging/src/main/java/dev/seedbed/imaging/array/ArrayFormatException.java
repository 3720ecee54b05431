package dev.seedbed.imaging.array;

import java.io.IOException;

/** A file of arrays is truncated, corrupt or holds what is not read here; reading again will not help. */
public final class ArrayFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    public ArrayFormatException(String message) {
        super(message);
    }

    public ArrayFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
