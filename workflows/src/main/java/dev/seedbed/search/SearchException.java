package dev.seedbed.search;

/** Something about a search is wrong. It names the path below the tree that was read, so that a reader of files can say the line. */
public final class SearchException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String reason;

    /**
     * @param path dotted, below the tree that was read; empty for the whole tree
     * @param reason what is wrong and what to do
     */
    public SearchException(String path, String reason) {
        super(path.isEmpty() ? reason : path + ": " + reason);
        this.path = path;
        this.reason = reason;
    }

    public String path() {
        return path;
    }

    public String reason() {
        return reason;
    }
}
