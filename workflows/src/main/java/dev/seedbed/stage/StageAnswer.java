package dev.seedbed.stage;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What came of asking for a stage. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StageAnswer.Done.class, name = "done"),
    @JsonSubTypes.Type(value = StageAnswer.Busy.class, name = "busy"),
    @JsonSubTypes.Type(value = StageAnswer.Deferred.class, name = "deferred"),
    @JsonSubTypes.Type(value = StageAnswer.AtRung.class, name = "at-rung"),
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

    /**
     * To be waited for: it is not the trial's turn, or the attempt gave its device back.
     *
     * @param reason what it waits for
     */
    record Deferred(String reason) implements StageAnswer {}

    /**
     * The training has come as far as it was asked to, and holds no device.
     *
     * @param step that was asked for; its metrics and a checkpoint of this or a later step are stored
     */
    record AtRung(long step) implements StageAnswer {}

    /**
     * No result yet, and the trial's turn.
     *
     * @param standing what a first sieve goes by; answers of earlier versions have none
     */
    record Absent(Optional<Standing> standing) implements StageAnswer {

        public Absent {
            standing = standing == null ? Optional.empty() : standing;
        }

        public Absent() {
            this(Optional.empty());
        }
    }
}
