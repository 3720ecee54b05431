package dev.seedbed.tracking.postgres;

/** The embedded Postgres could not be unpacked, initialised, started or stopped; the message says what to do. */
public final class PostgresException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PostgresException(String message) {
        super(message);
    }

    public PostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
