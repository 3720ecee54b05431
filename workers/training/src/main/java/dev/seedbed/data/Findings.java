package dev.seedbed.data;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What an import comes across: problems, any of which refuses it, and notes on what was decided. Safe for several threads. */
public final class Findings {

    private final Collection<String> problems = new ConcurrentLinkedQueue<>();
    private final Collection<String> notes = new ConcurrentLinkedQueue<>();

    /** @param line names the file or image, what is wrong with it, and what to do */
    public void problem(String line) {
        problems.add(line);
    }

    public void note(String line) {
        notes.add(line);
    }

    /** In alphabetical order, for threads find them in any. */
    public List<String> problems() {
        return problems.stream().sorted().toList();
    }

    /** In the order of their finding. */
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
