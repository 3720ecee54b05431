package dev.seedbed.app.engine;

import dev.seedbed.app.UserError;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Everything that the embedded stack keeps between two runs. One stack at a time owns it, by {@link #tryLock()}.
 *
 * <pre>
 * postgres/     data and binaries       temporal/   workflow histories (SQLite)      artifacts/  content by SHA-256
 * bin/          a Temporal server built or fetched                                   logs/       one file per process
 * ports.json    the ports taken at the first start                                   lock        held while a stack runs
 * processes.json  the processes started, to end leftovers                            stack.json  how to reach the running stack
 * </pre>
 *
 * @param root absolute, without symbolic links, readable by its owner alone
 */
public record StateFolder(Path root) {

    /**
     * The folder, created where missing.
     *
     * @throws UserError if it is no folder or cannot be written
     */
    public static StateFolder at(Path folder) {
        try {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new UserError("the state folder " + folder + " is a file; give a folder with --state");
            }
            Files.createDirectories(folder);
            StateFolder state = new StateFolder(folder.toRealPath());
            state.keepPrivate(state.root);
            return state;
        } catch (IOException e) {
            throw new UserError("the state folder " + folder + " cannot be created or written (" + e + "); choose another with --state", e);
        }
    }

    public Path postgres() {
        return subfolder("postgres");
    }

    /** Postgres programs, unpacked. */
    public Path postgresBinaries() {
        return subfolder("bin").resolve("postgres");
    }

    public Path temporal() {
        return subfolder("temporal");
    }

    public Path bin() {
        return subfolder("bin");
    }

    public Path artifacts() {
        return subfolder("artifacts");
    }

    public Path logs() {
        return subfolder("logs");
    }

    /** The log of a process, by the name of its part: {@code logs/worker-gpu.log}. */
    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    Path portsFile() {
        return root.resolve("ports.json");
    }

    Path processesFile() {
        return root.resolve("processes.json");
    }

    Path stackFile() {
        return root.resolve("stack.json");
    }

    /** Takes the folder for this process, if no other process has it. */
    Optional<StateLock> tryLock() {
        return StateLock.tryAcquire(root.resolve("lock"));
    }

    private Path subfolder(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new UserError("cannot create " + root.resolve(name) + " (" + e + "); is the disk full or the folder read-only?", e);
        }
    }

    private void keepPrivate(Path path) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
