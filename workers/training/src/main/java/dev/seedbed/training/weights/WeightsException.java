package dev.seedbed.training.weights;

/** A weights file is damaged, or does not fit the network that asks for it. Trying again cannot help. */
public final class WeightsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WeightsException(String message) {
        super(message);
    }

    public WeightsException(String message, Throwable cause) {
        super(message, cause);
    }
}
