package dev.seedbed.data;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A folder cannot become a data set or label version: everything that is wrong with it, at once. Nothing was stored; importing
 * it again unchanged cannot help.
 */
public final class ImportException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    private final transient List<String> problems;

    /**
     * @param what cannot be imported
     * @param problems one line each
     */
    public ImportException(String what, List<String> problems) {
        super(message(what, problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, one line each, which names the file and what to do. */
    public List<String> problems() {
        return problems;
    }

    private static String message(String what, List<String> problems) {
        String shown = problems.stream().limit(SHOWN).map(problem -> "\n  " + problem).collect(Collectors.joining());
        String more = problems.size() > SHOWN ? "\n  … and " + (problems.size() - SHOWN) + " more" : "";
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return what + " cannot be imported, " + count + ":" + shown + more;
    }
}
