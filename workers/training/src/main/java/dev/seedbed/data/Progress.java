package dev.seedbed.data;

/** Hears how far a long piece of work has come; called from several threads, seldom enough to print. */
@FunctionalInterface
public interface Progress {

    /** Says nothing. */
    Progress NONE = (_, _, _) -> {};

    /**
     * @param step what is being done, such as {@code checking}
     * @param done how many of the images, growing but for threads that overtake each other
     * @param total of how many
     */
    void at(String step, int done, int total);
}
