package dev.seedbed.tracking.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.stage.Standing;

/** What a trial is told that asks for a stage without claiming it. */
public sealed interface Asked {

    /** It is done; the trial is linked to it. */
    record Committed(long stageId, JsonNode result) implements Asked {}

    /** It is to wait: somebody computes the stage, or may compute it only later. */
    record Wait(String reason) implements Asked {}

    /** It may claim the stage. */
    record Free(Standing standing) implements Asked {}
}
