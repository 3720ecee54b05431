package dev.seedbed.app.cli;

import dev.seedbed.app.label.LabelComparison.ImageScore;
import dev.seedbed.app.label.LabelDiff;
import dev.seedbed.app.label.LabelSheet.Captioned;
import dev.seedbed.tracking.label.LabelRow;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What is told of two label versions side by side. */
final class DiffTexts {

    private DiffTexts() {}

    /** What distinguishes two versions. */
    static void diff(LabelDiff diff) {
        LabelTexts.line("images", diff.images() + " in both, " + diff.changedImages() + " changed"
                + only(diff.a(), diff.onlyA()) + only(diff.b(), diff.onlyB()));
        LabelTexts.line("agreement", share(diff.agreement()) + " of all pixels, " + share(diff.agreementDecided()) + " of those that both decide");
        LabelTexts.line("mean IoU", share(diff.meanIou()) + " of " + diff.a() + " against " + diff.b());
        System.out.println();
        new Listing(System.out, false).print(
                diff.classes(),
                new Listing.Column<LabelDiff.ClassChange>("CLASS", LabelDiff.ClassChange::name),
                new Listing.Column<>("IN " + diff.a(), LabelDiff.ClassChange::pixelsA),
                new Listing.Column<>("LEFT", LabelDiff.ClassChange::left),
                new Listing.Column<>("ENTERED", LabelDiff.ClassChange::entered),
                new Listing.Column<>("IN " + diff.b(), LabelDiff.ClassChange::pixelsB),
                new Listing.Column<>("IOU", LabelDiff.ClassChange::iou));
        if (!diff.changed().isEmpty()) {
            System.out.println();
            new Listing(System.out, false).print(
                    diff.changed(),
                    new Listing.Column<LabelDiff.ImageChange>("MOST CHANGED", LabelDiff.ImageChange::image),
                    new Listing.Column<>("PIXELS", LabelDiff.ImageChange::changedPixels),
                    new Listing.Column<>("SHARE", LabelDiff.ImageChange::share));
        }
    }

    private static String only(long version, int images) {
        return images == 0 ? "" : ", " + images + " only in " + version;
    }

    private static String share(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.4f", value.getAsDouble()) : "-";
    }

    /** The images of a diff, for a sheet. */
    static List<Captioned> changed(LabelDiff diff) {
        return diff.changed().stream()
                .map(image -> new Captioned(image.image(), String.format(Locale.ROOT, "%s  %.1f%%", image.image(), 100 * image.share())))
                .toList();
    }

    /** The worst images, for a sheet. */
    static List<Captioned> worst(List<ImageScore> scores, LabelRow row, int top) {
        if (scores.isEmpty()) {
            Seedbed.tell("no image of label version " + row.id() + " has a true mask to be measured against");
        }
        return scores.stream()
                .limit(top)
                .map(score -> new Captioned(score.image(), String.format(Locale.ROOT, "%s  IoU %.3f", score.image(), score.meanIou())))
                .toList();
    }
}
