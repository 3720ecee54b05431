package dev.seedbed.imaging;

/** Bytes are not the picture, mask or map that they should be; reading them again cannot help. */
public final class PictureFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public PictureFormatException(String message) {
        super(message);
    }

    public PictureFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
