package dev.seedbed.tracking.stage;

import dev.seedbed.artifact.ArtifactRef;
import java.time.Instant;
import org.jdbi.v3.core.mapper.Nested;

/**
 * Where an unfinished stage can go on.
 *
 * @param step training steps that are behind it; all metrics up to it are stored
 * @param epoch the attempt that saved it
 */
public record Checkpoint(long step, @Nested ArtifactRef artifact, int epoch, Instant savedAt) {}
