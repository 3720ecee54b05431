package dev.seedbed.method;

import dev.seedbed.stage.BackgroundCue;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Ranges;
import java.util.List;
import java.util.Objects;

/**
 * What counts as background where image tags say nothing of it.
 *
 * @param source where the cue comes from; AUTO takes saliency where the data set has it
 * @param saliencyBelow background where saliency is below it (AE-PSL, DSRG: 0.06)
 * @param activationBelow background where the maximum of all CAMs is below it
 */
public record BackgroundChoice(Source source, double saliencyBelow, double activationBelow) {

    public BackgroundChoice {
        Objects.requireNonNull(source, "source");
        Ranges.within("saliencyBelow", saliencyBelow, 0, 1);
        Ranges.within("activationBelow", activationBelow, 0, 1);
    }

    /** Where the background cue comes from. */
    public enum Source {
        AUTO,
        SALIENCY,
        CAMS
    }

    /** The cue on a data set whose classifiers have these maps. */
    BackgroundCue cue(DatasetCard dataset, List<Cams> cams) {
        var salient = new BackgroundCue.Saliency(saliencyBelow);
        var inactive = new BackgroundCue.LowActivation(cams, activationBelow);
        return switch (source) {
            case SALIENCY -> salient;
            case CAMS -> inactive;
            case AUTO -> dataset.saliency() ? salient : inactive;
        };
    }

    /** What keeps the choice from being met on a data set. */
    List<String> objections(DatasetCard dataset) {
        return source == Source.SALIENCY && !dataset.saliency()
                ? List.of("background.source is saliency, but data set " + dataset.ref().name()
                        + " has no saliency maps; import them, or set background.source to cams")
                : List.of();
    }
}
