package dev.seedbed.app.campaign;

import dev.seedbed.app.stage.Facts;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.campaign.TrialInput;
import dev.seedbed.data.StoredMasks;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.ContactSheet;
import dev.seedbed.imaging.ContactSheet.Cell;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.json.Json;
import dev.seedbed.method.Outcome;
import dev.seedbed.tracking.campaign.TrialRow;
import dev.seedbed.tracking.campaign.TrialStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What a finished trial of adversarial erasing came to: a table and a contact sheet. */
public final class DemoReport {

    private static final int TRAIN_ROWS = 6;
    private static final int VAL_ROWS = 4;
    private static final int CELL_PX = 128;

    private final Facts facts;
    private final TrialRow trial;
    private final Outcome outcome;
    private final int rounds;

    public DemoReport(Facts facts, TrialRow trial) {
        this.facts = facts;
        this.trial = trial;
        this.outcome = Json.read(trial.result().orElseThrow(), Outcome.class);
        this.rounds = (int) Math.round(outcome.figures().get("rounds"));
    }

    /** The rounds, the labels and the segmenters with their figures, as lines. */
    public List<String> table() {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(String.format("%-34s %10s %12s %14s", "erasing", "loss", "region mIoU", "fused so far"));
        for (int round = 1; round <= rounds; round++) {
            String name = "round" + round;
            lines.add(String.format(
                    "%-34s %10s %12s %14s", "round " + round, figure(name + ".loss"), figure(name + ".regions.miou"), figure(name + ".fused.miou")));
        }
        lines.add("");
        lines.add(String.format("%-34s %10s %12s", "labels of the training images", "mIoU", "coverage"));
        lines.add(String.format("%-34s %10s %12s", "fused regions and background", figure("fused.miou"), figure("fused.coverage")));
        lines.add(String.format("%-34s %10s %12s", "predicted, refined (PSL+)", figure("pseudo.miou"), figure("pseudo.coverage")));
        lines.add("");
        lines.add(String.format("%-34s %10s", "segmenter on val", "mIoU"));
        lines.add(String.format("%-34s %10s", "PSL", figure("psl.val.miou")));
        lines.add(String.format("%-34s %10s", "PSL+", figure("psl-plus.val.miou")));
        return lines;
    }

    private String figure(String name) {
        Double value = outcome.figures().get(name);
        return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** Some training images with their regions and labels, some others with their predictions. */
    public ContactSheet sheet() {
        var dataset = Json.read(new TrialStore(facts.database()).input(trial.id()), TrialInput.class).dataset();
        StoredPictures train = StoredPictures.open(facts.artifacts(), dataset.train());
        var rows = new ArrayList<ContactSheet.Row>();
        rows.addAll(rows(train, TRAIN_ROWS, "pseudo"));
        dataset.val().ifPresent(val -> rows.addAll(rows(StoredPictures.open(facts.artifacts(), val), VAL_ROWS, "psl-plus.val")));
        var columns = new ArrayList<>(List.of("image"));
        IntStream.rangeClosed(1, rounds).forEach(round -> columns.add("round " + round));
        columns.addAll(List.of("labels", "prediction", "truth"));
        return new ContactSheet("Adversarial erasing, " + trial.campaign(), columns, rows, train.dataset().classes(), CELL_PX);
    }

    private List<ContactSheet.Row> rows(StoredPictures pictures, int count, String prediction) {
        var regions = IntStream.rangeClosed(1, rounds).mapToObj(round -> masks("round" + round + ".regions")).toList();
        Optional<StoredMasks> labels = masks("fused");
        Optional<StoredMasks> predicted = masks(prediction);
        var rows = new ArrayList<ContactSheet.Row>();
        for (int row = 0; row < Math.min(count, pictures.size()); row++) {
            int index = (int) ((long) row * pictures.size() / Math.min(count, pictures.size()));
            DatasetManifest.Image image = pictures.images().get(index);
            Raster raster = pictures.raster(index);
            Function<Mask, Cell> over = mask -> new Cell.Overlay(raster, mask);
            var cells = new ArrayList<Cell>();
            cells.add(new Cell.Picture(raster));
            regions.forEach(version -> cells.add(cell(version, image, over)));
            cells.add(cell(labels, image, Cell.Labels::new));
            cells.add(cell(predicted, image, Cell.Labels::new));
            cells.add(pictures.truth(index).<Cell>map(Cell.Labels::new).orElseGet(Cell.Empty::new));
            rows.add(new ContactSheet.Row(image.id(), cells));
        }
        return rows;
    }

    private Optional<StoredMasks> masks(String role) {
        LabelVersion version = outcome.labels().get(role);
        return Optional.ofNullable(version).map(known -> StoredMasks.open(facts.artifacts(), known));
    }

    private static Cell cell(Optional<StoredMasks> version, DatasetManifest.Image image, Function<Mask, Cell> show) {
        return version.filter(masks -> masks.has(image.id())).map(masks -> show.apply(masks.mask(image.id()))).orElseGet(Cell.Empty::new);
    }
}
