package dev.seedbed.tracking.artifact;

/**
 * What a collection removed, or would remove.
 *
 * @param stages rows of stages that no trial asks for any more and that made no label version
 * @param blobs files removed
 * @param bytes in them
 * @param keptBlobs files that stay
 * @param keptBytes in them
 * @param dryRun whether nothing was really removed
 */
public record Collection(int stages, int blobs, long bytes, int keptBlobs, long keptBytes, boolean dryRun) {}
