package dev.seedbed.tracking.worker;

/**
 * What no living worker can compute though trials wait for it.
 *
 * @param stages how many stages wait
 * @param campaign one that waits
 */
public record MissingExecutor(String kind, String executorVersion, String pool, int stages, String campaign) {

    /** What to do about it. */
    public String sentence() {
        return campaign + " waits for " + kind + " in version " + executorVersion + ", which no living worker of the " + pool
                + " pool computes; start a worker of the program that it was submitted with, or submit it again under another name";
    }
}
