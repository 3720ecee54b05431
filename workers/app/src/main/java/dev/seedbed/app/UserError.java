package dev.seedbed.app;

/** The user's mistake: the message says what is wrong, where, and what to do. Shown without a stack trace; exit code 2. */
public final class UserError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
