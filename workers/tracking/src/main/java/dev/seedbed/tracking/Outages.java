package dev.seedbed.tracking;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats work on the database while the database is away: it may be killed and restarted under a running trainer. Whatever is
 * repeated must be harmless when its first try succeeded and only the answer was lost.
 *
 * @param patience how long an outage may last
 */
record Outages(Duration patience) {

    private static final Logger LOG = LoggerFactory.getLogger(Outages.class);
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 2_000;

    <T> T outlast(Callable<T> work) {
        long deadline = System.nanoTime() + patience.toNanos();
        long pauseMs = FIRST_PAUSE_MS;
        while (true) {
            try {
                return work.call();
            } catch (Exception e) {
                if (!mayPass(e) || System.nanoTime() > deadline) {
                    throw unchecked(e);
                }
                if (pauseMs == FIRST_PAUSE_MS) {
                    LOG.warn("the database is away ({}); trying again for up to {} s", reason(e), patience.toSeconds());
                }
                pause(pauseMs + ThreadLocalRandom.current().nextLong(pauseMs));
                pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
            }
        }
    }

    /** Whether the failure is the connection's, the server's restart, or a conflict that vanishes when tried again. */
    static boolean mayPass(Throwable failure) {
        boolean broken = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                if (isMistake(e)) {
                    return false;
                }
                broken |= isBroken(e);
            }
        }
        return broken;
    }

    /** Wrong password (28) or unknown database (3D): the pool reports these as timeouts, with the real reason as cause. */
    private static boolean isMistake(SQLException e) {
        String state = state(e);
        return state.startsWith("28") || state.startsWith("3D");
    }

    private static boolean isBroken(SQLException e) {
        String state = state(e);
        return state.startsWith("08") // connection
                || state.startsWith("57P0") // server shuts down, crashed, or starts
                || state.startsWith("40") // deadlock, serialization
                || state.equals("53300") // too many connections
                || e instanceof SQLTransientConnectionException
                || e instanceof SQLNonTransientConnectionException
                || e instanceof SQLRecoverableException;
    }

    /** The server's or driver's own words; those around them repeat the statement with all its values. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof SQLException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    private static RuntimeException unchecked(Exception e) {
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e.getMessage(), e);
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the database", e);
        }
    }
}
