package dev.seedbed.artifact;

/** An artifact is missing, or its bytes are not those that its name promises. */
public final class ArtifactException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ArtifactException(String message) {
        super(message);
    }

    public ArtifactException(String message, Throwable cause) {
        super(message, cause);
    }
}
