package dev.seedbed.app.label;

import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.Manifests;
import dev.seedbed.data.StoredMasks;
import dev.seedbed.imaging.ContactSheet;
import dev.seedbed.imaging.ContactSheet.Cell;
import dev.seedbed.imaging.MaskCodec;
import dev.seedbed.imaging.RasterCodec;
import dev.seedbed.tracking.label.LabelRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Images with their masks in label versions and in truth, side by side; the truth stands once where it is one of the versions.
 *
 * @param versions of one data set, at least one
 * @param images which, with what is said of each beside it
 */
public record LabelSheet(String title, List<LabelRow> versions, List<Captioned> images) {

    private static final int CELL_PX = 160;

    public LabelSheet {
        versions = List.copyOf(versions);
        images = List.copyOf(images);
    }

    /** An image of the data set and what is said of it. */
    public record Captioned(String image, String caption) {}

    /** The sheet as a PNG file's bytes. */
    public byte[] png(ArtifactStore store) {
        DatasetManifest dataset = Manifests.dataset(store, versions.getFirst().dataset());
        Map<String, DatasetManifest.Image> byId =
                dataset.images().stream().collect(Collectors.toMap(DatasetManifest.Image::id, Function.identity()));
        List<StoredMasks> masks = versions.stream().map(version -> StoredMasks.open(store, version.version())).toList();
        boolean truth = versions.stream().noneMatch(version -> version.kind() == LabelVersion.Kind.TRUTH)
                && images.stream().anyMatch(image -> byId.get(image.image()).truth().isPresent());
        List<ContactSheet.Row> rows = images.stream()
                .map(image -> new ContactSheet.Row(image.caption(), cells(store, byId.get(image.image()), masks, truth)))
                .toList();
        return new ContactSheet(title, columns(truth), rows, dataset.classes(), CELL_PX).png();
    }

    private List<String> columns(boolean truth) {
        var columns = new ArrayList<>(List.of("image"));
        versions.forEach(version -> columns.add(version.id() + " " + version.kind().name().toLowerCase(Locale.ROOT)));
        if (truth) {
            columns.add("truth");
        }
        return columns;
    }

    private static List<Cell> cells(ArtifactStore store, DatasetManifest.Image image, List<StoredMasks> masks, boolean truth) {
        var cells = new ArrayList<Cell>();
        cells.add(new Cell.Picture(RasterCodec.decode(store.read(image.pixels()))));
        masks.forEach(version -> cells.add(
                version.has(image.id()) ? new Cell.Labels(version.mask(image.id())) : new Cell.Empty()));
        if (truth) {
            cells.add(image.truth().<Cell>map(sha256 -> new Cell.Labels(MaskCodec.decode(store.read(sha256)))).orElseGet(Cell.Empty::new));
        }
        return cells;
    }
}
