package dev.seedbed.tracking.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Whether a starting server has come so far that it accepts connections. */
record Readiness(ProcessHandle process, Path cluster, Path logFile, Duration patience) {

    private static final int LINES_SHOWN = 12;

    /** Asks the lock file, not the server: a refused connection would write to the log whose growth shows that recovery moves. */
    void await() {
        long lastSize = -1;
        long lastMoved = System.nanoTime();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new PostgresException("Postgres ended while it started; its log " + logFile + " ends with:\n" + tail());
            }
            long size = logFile.toFile().length();
            if (size != lastSize) {
                lastSize = size;
                lastMoved = System.nanoTime();
            } else if (System.nanoTime() - lastMoved > patience.toNanos()) {
                throw new PostgresException("Postgres has made no progress in starting for " + patience.toSeconds() + " s; its log "
                        + logFile + " ends with:\n" + tail());
            }
            pause();
        }
    }

    private boolean isReady() {
        return PostmasterFile.read(cluster).filter(file -> file.pid() == process.pid() && file.ready()).isPresent();
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(logFile);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresException("interrupted while waiting for Postgres", e);
        }
    }

    static void ensureDatabase(String adminUrl, String user, String password, String database) {
        try (Connection connection = DriverManager.getConnection(adminUrl, user, password);
                var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + database + "'")) {
            if (!found.next()) {
                statement.execute("CREATE DATABASE " + database);
            }
        } catch (SQLException e) {
            throw new PostgresException("Postgres started, but the database " + database + " cannot be had: " + e.getMessage(), e);
        }
    }
}
