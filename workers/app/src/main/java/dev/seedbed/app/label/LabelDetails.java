package dev.seedbed.app.label;

import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.label.LabelAction;
import dev.seedbed.tracking.label.LabelReview;
import dev.seedbed.tracking.label.LabelRow;
import dev.seedbed.tracking.label.LabelStore;
import dev.seedbed.tracking.label.ThresholdCurves;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that is known of a label version.
 *
 * @param ancestors what it came from through every generation, the newest first; their {@code parents} make the tree
 * @param curves of the activation maps that it or an ancestor was made from
 * @param history what people did to it, the oldest first
 */
public record LabelDetails(LabelRow version, List<LabelRow> ancestors, List<ThresholdCurves.Measured> curves, List<LabelAction> history) {

    public LabelDetails {
        ancestors = List.copyOf(ancestors);
        curves = List.copyOf(curves);
        history = List.copyOf(history);
    }

    /** Reads them. */
    public static LabelDetails of(Database database, LabelRow version) {
        List<LabelRow> ancestors = new LabelStore(database).ancestors(version.id());
        List<Long> line = Stream.concat(Stream.of(version), ancestors.stream()).map(LabelRow::id).toList();
        return new LabelDetails(
                version, ancestors, new ThresholdCurves(database).of(line), new LabelReview(database, "").history(version.id()));
    }
}
