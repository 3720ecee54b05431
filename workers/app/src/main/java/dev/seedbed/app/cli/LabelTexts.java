package dev.seedbed.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.app.label.LabelDetails;
import dev.seedbed.json.Json;
import dev.seedbed.stage.ThresholdCurve;
import dev.seedbed.tracking.label.LabelAction;
import dev.seedbed.tracking.label.LabelQuality;
import dev.seedbed.tracking.label.LabelRow;
import dev.seedbed.tracking.label.ThresholdCurves;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is told of label versions at a terminal. */
final class LabelTexts {

    private static final int HASH = 12;
    private static final int IGNORED = 255;

    private LabelTexts() {}

    /** All that is known of a version. */
    static void show(LabelDetails details) {
        LabelRow row = details.version();
        line("label version", row.id() + ", " + row.kind() + ", " + row.status());
        line("name", row.name() + (row.tags().isEmpty() ? "" : ", tagged " + String.join(", ", row.tags())));
        line("hash", row.contentHash());
        line("made", Listing.time(row.createdAt()) + " by " + maker(row));
        line("data set", datasetName(row));
        line("supervision", row.supervision());
        line("pretraining", row.pretraining());
        row.note().ifPresent(note -> line("note", note));
        line("coverage", String.format(Locale.ROOT, "%.3f", row.coverage()));
        meanIou(row).ifPresent(value -> line("mean IoU", String.format(Locale.ROOT, "%.3f", value)));
        lineage(details).forEach(System.out::println);
        classes(row);
        details.curves().forEach(LabelTexts::curve);
        history(details.history());
    }

    static void line(String name, String value) {
        System.out.printf("%-15s%s%n", name, value);
    }

    private static String maker(LabelRow row) {
        return row.stageKey().map(key -> row.stageKind().orElse("stage") + " " + key.substring(0, HASH)).orElse("import");
    }

    private static String datasetName(LabelRow row) {
        return row.datasetName().map(name -> name + " (" + row.dataset().substring(0, HASH) + ")").orElse(row.dataset());
    }

    static Optional<Double> meanIou(LabelRow row) {
        return row.quality().map(quality -> quality.path("meanIou").asDouble());
    }

    /** The tree of parents, each told once, down to the data set. */
    static List<String> lineage(LabelDetails details) {
        Map<Long, LabelRow> rows = Stream.concat(Stream.of(details.version()), details.ancestors().stream())
                .collect(Collectors.toMap(LabelRow::id, Function.identity()));
        var lines = new ArrayList<>(List.of("", "lineage"));
        branch(details.version(), "", "", rows, new HashSet<>(), lines);
        return lines;
    }

    private static void branch(LabelRow row, String mark, String indent, Map<Long, LabelRow> rows, Set<Long> told, List<String> lines) {
        String what = row.id() + " " + row.kind() + row.round().map(round -> " of round " + round).orElse("") + ", " + maker(row);
        if (!told.add(row.id())) {
            lines.add(mark + row.id() + " " + row.kind() + ", as above");
            return;
        }
        lines.add(mark + what + meanIou(row).map(value -> String.format(Locale.ROOT, ", mean IoU %.3f", value)).orElse("")
                + switch (row.status()) {
                    case PROPOSED -> "";
                    case APPROVED, REJECTED, REVOKED -> ", " + row.status();
                });
        if (row.parents().isEmpty()) {
            lines.add(indent + "└─ data set " + datasetName(row));
        }
        for (int i = 0; i < row.parents().size(); i++) {
            boolean last = i == row.parents().size() - 1;
            branch(rows.get(row.parents().get(i)), indent + (last ? "└─ " : "├─ "), indent + (last ? "   " : "│  "), rows, told, lines);
        }
    }

    private record ClassLine(String name, long pixels, double share, OptionalDouble iou, OptionalDouble precision, OptionalDouble recall) {}

    private static void classes(LabelRow row) {
        List<LabelQuality.PerClass> quality =
                row.quality().map(json -> Json.read(json, LabelQuality.class).classes()).orElse(List.of());
        long all = row.pixelCounts().propertyStream().mapToLong(count -> count.getValue().asLong()).sum();
        int classes = Math.max(quality.size(), 1 + row.pixelCounts().propertyStream()
                .mapToInt(count -> Integer.parseInt(count.getKey())).filter(label -> label != IGNORED).max().orElse(-1));
        List<ClassLine> lines = Stream.concat(
                        IntStream.range(0, classes).mapToObj(label -> classLine(label, row.pixelCounts(), all, quality)),
                        Stream.of(classLine(IGNORED, row.pixelCounts(), all, quality)).filter(line -> line.pixels() > 0))
                .toList();
        System.out.println();
        new Listing(System.out, false).print(
                lines,
                new Listing.Column<ClassLine>("CLASS", ClassLine::name),
                new Listing.Column<>("PIXELS", ClassLine::pixels),
                new Listing.Column<>("SHARE", ClassLine::share),
                new Listing.Column<>("IOU", ClassLine::iou),
                new Listing.Column<>("PRECISION", ClassLine::precision),
                new Listing.Column<>("RECALL", ClassLine::recall));
    }

    private static ClassLine classLine(int label, JsonNode counts, long all, List<LabelQuality.PerClass> quality) {
        long pixels = counts.path(Integer.toString(label)).asLong();
        double share = all == 0 ? 0 : (double) pixels / all;
        if (label >= quality.size()) {
            String name = label == IGNORED ? "ignored" : "class " + label;
            return new ClassLine(name, pixels, share, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
        }
        LabelQuality.PerClass known = quality.get(label);
        return new ClassLine(known.name(), pixels, share, known.iou(), known.precision(), known.recall());
    }

    private static void curve(ThresholdCurves.Measured measured) {
        ThresholdCurve curve = measured.curve();
        System.out.println();
        System.out.println("mean IoU over thresholds, activation maps " + measured.arrays().substring(0, HASH) + ", stage "
                + measured.stageKey().substring(0, HASH));
        new Listing(System.out, false).print(
                IntStream.range(0, curve.thresholds().size()).boxed().toList(),
                new Listing.Column<Integer>("THRESHOLD", curve.thresholds()::get),
                new Listing.Column<>("MIOU", curve.meanIous()::get),
                new Listing.Column<>("", i -> "#".repeat((int) Math.round(40 * curve.meanIous().get(i)))));
    }

    private static void history(List<LabelAction> actions) {
        if (actions.isEmpty()) {
            return;
        }
        System.out.println();
        new Listing(System.out, false).print(
                actions,
                new Listing.Column<LabelAction>("WHEN", action -> Listing.time(action.actedAt())),
                new Listing.Column<>("WHO", LabelAction::username),
                new Listing.Column<>("WHAT", LabelAction::action),
                new Listing.Column<>("TAG", LabelAction::tag),
                new Listing.Column<>("NOTE", LabelAction::note));
    }
}
