package dev.seedbed.app.stage;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.Progress;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.stage.Cues;
import dev.seedbed.stage.Images;
import dev.seedbed.tracking.label.LabelStore;
import dev.seedbed.tracking.label.NewLabelVersion;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Cues that no stage placed, shown and measured as placed ones are.
 *
 * @param shown the label version that shows them, to be recorded
 */
public record ImportedCues(Cues cues, NewLabelVersion shown) {

    /** What the networks behind imported arrays had seen. */
    public static final String PRETRAINING = "unknown";

    /**
     * Stores the masks that show the cues.
     *
     * @param arrays as {@link Cues} tells, with every image's
     * @param name of the label version
     * @param supervision what people gave for the cues, such as {@code tags}
     */
    public static ImportedCues of(
            ArtifactRef arrays, int gridPx, Images images, String name, String supervision, ArtifactStore store, Progress progress) {
        StoredPictures pictures = StoredPictures.open(store, images);
        int classes = pictures.dataset().classes().size();
        var labels = new LabelCollector(store, pictures, name);
        var collector = new CueCollector(pictures, labels);
        var done = new AtomicInteger();
        try (StoredCues stored = StoredCues.open(store, arrays.sha256(), gridPx)) {
            IntStream.range(0, pictures.size()).parallel().forEach(index -> {
                collector.add(index, stored.seeds(pictures.images().get(index).id(), classes));
                progress.at("showing cues", done.incrementAndGet(), pictures.size());
            });
        }
        NewLabelVersion shown = labels.store(images, LabelVersion.Kind.CUES, Optional.empty(), supervision, PRETRAINING, List.of());
        return new ImportedCues(
                new Cues(arrays.sha256(), gridPx, labels.labelled(shown, LabelStore.IMPORT), collector.quality()), shown);
    }
}
