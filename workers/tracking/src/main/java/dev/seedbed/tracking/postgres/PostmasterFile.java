package dev.seedbed.tracking.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server writes into {@code postmaster.pid}: the process on the first line, its state on the eighth.
 *
 * @param pid the process that wrote it; it may be dead, and its number another program's
 * @param ready whether that server accepts connections
 */
record PostmasterFile(long pid, boolean ready) {

    private static final int STATE_LINE = 7;

    static Path of(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    static Optional<PostmasterFile> read(Path cluster) {
        try {
            List<String> lines = Files.readAllLines(of(cluster));
            boolean ready = lines.size() > STATE_LINE && lines.get(STATE_LINE).strip().equals("ready");
            return Optional.of(new PostmasterFile(Long.parseLong(lines.getFirst().strip()), ready));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // not there, or just being written
        }
    }

    /** The living process, if it really is a Postgres on that cluster. */
    Optional<ProcessHandle> process(Path cluster) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().commandLine().orElse("").contains("-D " + cluster + " "));
    }
}
