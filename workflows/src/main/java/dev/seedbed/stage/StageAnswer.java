package dev.seedbed.stage;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;

/** What came of asking for a stage. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StageAnswer.Done.class, name = "done"),
    @JsonSubTypes.Type(value = StageAnswer.Busy.class, name = "busy"),
    @JsonSubTypes.Type(value = StageAnswer.Absent.class, name = "absent")
})
public sealed interface StageAnswer {

    /**
     * The result is committed.
     *
     * @param result the stage's result record as JSON
     * @param reused found, not computed for this request
     */
    record Done(JsonNode result, boolean reused) implements StageAnswer {}

    /** A living attempt works on it; wait, then ask again. */
    record Busy() implements StageAnswer {}

    /** No result yet. */
    record Absent() implements StageAnswer {}
}
