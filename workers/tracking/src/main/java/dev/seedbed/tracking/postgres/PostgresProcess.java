package dev.seedbed.tracking.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An embedded Postgres that runs as a child of this process. */
public final class PostgresProcess implements AutoCloseable {

    private static final Duration ORPHANS_END_WITHIN = Duration.ofSeconds(30);
    private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(20);

    private final EmbeddedPostgres postgres;
    private final Process process;

    private PostgresProcess(EmbeddedPostgres postgres, Process process) {
        this.postgres = postgres;
        this.process = process;
    }

    /** Starts the server, again and again while backends of a killed one, which end by themselves, still hold its shared memory. */
    static PostgresProcess launch(EmbeddedPostgres postgres, Path logFile) {
        long deadline = System.nanoTime() + ORPHANS_END_WITHIN.toNanos();
        while (true) {
            Process process = spawn(postgres, logFile);
            try {
                postgres.awaitReady(process.toHandle(), logFile);
                return new PostgresProcess(postgres, process);
            } catch (PostgresException e) {
                process.destroyForcibly().onExit().join();
                if (!e.getMessage().contains("pre-existing shared memory block") || System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    private static Process spawn(EmbeddedPostgres postgres, Path logFile) {
        try {
            Files.createDirectories(logFile.toAbsolutePath().getParent());
            var builder = new ProcessBuilder(postgres.command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
            builder.environment().putAll(postgres.environment());
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new PostgresException("cannot start Postgres: " + e.getMessage(), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String jdbcUrl() {
        return postgres.jdbcUrl();
    }

    public String user() {
        return postgres.user();
    }

    /** The password; keep it out of logs, command lines and messages. */
    public String password() {
        return postgres.password();
    }

    /** Shuts down at once, cutting off clients; if that takes too long, kills it: nothing committed is lost either way. */
    public void stop() {
        stop(process.toHandle());
    }

    /** Stops a server that {@link EmbeddedPostgres#running} found, in the same way. */
    public static void stop(ProcessHandle server) {
        try {
            // SIGINT: what Java sends by itself, SIGTERM, would wait for every client to leave
            new ProcessBuilder("sh", "-c", "kill -INT " + server.pid()).inheritIO().start().waitFor();
            server.onExit().get(FAST_SHUTDOWN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException | ExecutionException | TimeoutException e) {
            server.destroyForcibly();
        }
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public String toString() {
        return "Postgres at " + jdbcUrl() + ", process " + pid();
    }
}
