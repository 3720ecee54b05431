package dev.seedbed.app.engine;

import dev.seedbed.tracking.postgres.PostgresProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The processes that a stack has started, on file, so that the next stack can end those that a killed one left behind: two Temporal
 * servers on one SQLite file corrupt it. A process is ended only if its id, start and command line are all those on file.
 *
 * <p>An entry is made before its process, so that a kill between the two leaves no unknown process: an entry without a mark is
 * looked for by its command line, which names this state folder or a port of it, among the processes started since.
 */
final class ProcessLedger {

    /** How long a leftover may take to end when asked; then it is killed. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** One process of the stack. */
    record Entry(Instant intendedAt, List<String> command, Optional<ProcessMark> mark) {

        Entry {
            command = List.copyOf(command);
        }

        Optional<ProcessHandle> living() {
            return mark.isPresent() ? mark.get().living(command) : started();
        }

        private Optional<ProcessHandle> started() {
            try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
                return all.filter(process -> process.info().startInstant().map(at -> at.isAfter(intendedAt.minusSeconds(5))).orElse(false))
                        .filter(process -> ProcessMark.runs(process, command))
                        .findFirst();
            }
        }
    }

    /** Entries by the name of the process. */
    record Entries(Map<String, Entry> entries) {

        Entries {
            entries = Map.copyOf(entries);
        }
    }

    private final StateFile<Entries> file;
    private final Map<String, Entry> entries = new TreeMap<>();

    ProcessLedger(StateFolder state) {
        this.file = new StateFile<>(state.processesFile(), Entries.class);
        file.read().ifPresent(read -> entries.putAll(read.entries()));
    }

    /**
     * Starts a process and keeps it on file under the name.
     *
     * @param command what the process will be running, which is the builder's without the programs that only lead to it
     * @throws EngineException if it cannot be started
     */
    Process start(String name, List<String> command, ProcessBuilder builder) {
        put(name, new Entry(Instant.now(), command, Optional.empty()));
        try {
            Process process = builder.start();
            put(name, new Entry(Instant.now(), command, Optional.of(ProcessMark.of(process.toHandle()))));
            return process;
        } catch (IOException e) {
            ended(name);
            throw new EngineException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    private synchronized void put(String name, Entry entry) {
        entries.put(name, entry);
        save();
    }

    /** To be called when the process has ended. */
    synchronized void ended(String name) {
        if (entries.remove(name) != null) {
            save();
        }
    }

    /** The names on file, running or not. */
    synchronized List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /** The processes on file that run, by name. */
    synchronized Map<String, Long> living() {
        var living = new TreeMap<String, Long>();
        entries.forEach((name, entry) -> entry.living().ifPresent(process -> living.put(name, process.pid())));
        return living;
    }

    /**
     * Ends what is left of an earlier stack. Only for who holds the state folder's lock.
     *
     * @return the names of all processes on file, whether or not they still ran: what they held is free
     */
    synchronized List<String> endLeftovers(Consumer<String> progress) throws InterruptedException {
        List<String> names = names();
        var asked = new ArrayList<ProcessHandle>();
        entries.forEach((name, entry) -> entry.living().ifPresent(process -> {
            progress.accept("ending " + name + " (pid " + process.pid() + "), left over from a stack that was killed");
            if (name.equals(EmbeddedDatabase.NAME)) {
                PostgresProcess.stop(process);
            } else {
                process.destroy();
            }
            asked.add(process);
        }));
        Instant deadline = Instant.now().plus(PATIENCE);
        for (ProcessHandle process : asked) {
            awaitEnd(process, deadline);
        }
        entries.clear();
        save();
        return names;
    }

    private static void awaitEnd(ProcessHandle process, Instant deadline) throws InterruptedException {
        if (!Processes.hasEnded(process, Duration.between(Instant.now(), deadline))) {
            process.destroyForcibly();
            if (!Processes.hasEnded(process, PATIENCE)) {
                throw new EngineException(
                        "process " + process.pid() + ", left over from an earlier stack, cannot be ended; end it by hand");
            }
        }
    }

    private void save() {
        file.write(new Entries(entries));
    }
}
