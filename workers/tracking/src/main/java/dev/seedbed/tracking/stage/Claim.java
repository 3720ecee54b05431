package dev.seedbed.tracking.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** What came of claiming a stage. */
public sealed interface Claim {

    /** It is done already. */
    record Committed(long stageId, JsonNode result) implements Claim {}

    /**
     * A living attempt works on it.
     *
     * @param by instance of the worker
     * @param expires when its lease ends unless it is renewed
     */
    record Held(long stageId, String by, Instant expires) implements Claim {}

    /**
     * It is not the trial's turn.
     *
     * @param reason what it waits for
     */
    record Deferred(String reason) implements Claim {}

    /**
     * It is the caller's to compute, from {@link StageStore#latestCheckpoint} on where there is one.
     *
     * @param lost how many attempts have ended without a word since its last checkpoint: their workers died, or were taken for dead
     */
    record Acquired(Lease lease, int lost) implements Claim {

        /** The stage's row. */
        public long stageId() {
            return lease.stageId();
        }
    }
}
