package dev.seedbed.app.cli;

/** How a command ended, as the shell sees it. */
public enum ExitCode {
    DONE(0),
    FAILED(1),
    MISTAKE(2),
    CANCELLED(3),
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
