package dev.seedbed.stage;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What tells background when regions are fused. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "from")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BackgroundCue.Saliency.class, name = "saliency"),
    @JsonSubTypes.Type(value = BackgroundCue.LowActivation.class, name = "cams"),
    @JsonSubTypes.Type(value = BackgroundCue.Unclaimed.class, name = "unclaimed")
})
public sealed interface BackgroundCue {

    /**
     * Background where the data set's saliency map is below a value.
     *
     * @param below in (0, 1]
     */
    record Saliency(double below) implements BackgroundCue {
        public Saliency {
            Ranges.within("below", below, 0, 1);
        }
    }

    /**
     * Background where the maximum of the CAMs over classes and rounds is below a value: for data sets without saliency.
     *
     * @param cams the rounds' maps
     * @param below in (0, 1]
     */
    record LowActivation(List<Cams> cams, double below) implements BackgroundCue {
        public LowActivation {
            cams = List.copyOf(cams);
            Ranges.within("below", below, 0, 1);
        }
    }

    /** Background is whatever no region claims: nothing is left undecided but what several classes claim. */
    record Unclaimed() implements BackgroundCue {}
}
