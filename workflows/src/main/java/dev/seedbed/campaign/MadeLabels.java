package dev.seedbed.campaign;

import dev.seedbed.stage.BoxLabels;
import dev.seedbed.stage.Cues;
import dev.seedbed.stage.Labelled;
import java.util.List;

/** The label versions in a stage's result, what is learned from first. */
final class MadeLabels {

    private MadeLabels() {}

    static List<Labelled> in(Object result) {
        return switch (result) {
            case Labelled labelled -> List.of(labelled);
            case BoxLabels boxes -> List.of(boxes.crf(), boxes.retrieved());
            case Cues cues -> List.of(cues.shown());
            default -> List.of();
        };
    }
}
