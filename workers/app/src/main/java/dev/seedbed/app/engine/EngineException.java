package dev.seedbed.app.engine;

/** Postgres, Temporal or a worker could not be started or reached; the message says which and where its log is. */
public final class EngineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
