package dev.seedbed.app.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What identifies a process, together with its command line, beyond its id, which the system gives to others later.
 *
 * @param startedAt as the system tells it; it derives it from the time since boot and the clock, so it moves when the clock is set
 */
record ProcessMark(long pid, Instant startedAt) {

    /** How far the clock may have been set since; with an equal id and command line nobody else starts within it. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(5);

    static ProcessMark of(ProcessHandle process) {
        return new ProcessMark(process.pid(), process.info().startInstant().orElseGet(Instant::now));
    }

    /** The process, if it still runs the command; nothing when id, start or command line are those of another. */
    Optional<ProcessHandle> living(List<String> command) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::startedThen).filter(process -> runs(process, command));
    }

    private boolean startedThen(ProcessHandle process) {
        return process.info().startInstant().map(at -> Duration.between(startedAt, at).abs().compareTo(CLOCK_STEP) <= 0).orElse(false);
    }

    /** Whether the process's command line is this command's. */
    static boolean runs(ProcessHandle process, List<String> command) {
        return commandLine(process).map(line -> line.equals(String.join(" ", command))).orElse(false);
    }

    /** The whole command line, words separated by spaces. On Linux the platform's own answer ends after a page. */
    private static Optional<String> commandLine(ProcessHandle process) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        if (!Files.exists(Path.of("/proc/self/cmdline"))) {
            return process.info().commandLine();
        }
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replaceAll("\0+$", "").replace('\0', ' '));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
