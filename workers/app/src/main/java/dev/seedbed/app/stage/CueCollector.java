package dev.seedbed.app.stage;

import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Resample;
import dev.seedbed.imaging.SeedMaps;
import dev.seedbed.stage.SeedQuality;
import dev.seedbed.training.input.Resampling;
import dev.seedbed.training.task.SeedCounts;
import java.util.Optional;
import java.util.stream.IntStream;

/** Shows cues as masks as they come, and counts what they are worth as later the grown seeds are. Safe for several threads. */
final class CueCollector {

    private final StoredPictures pictures;
    private final LabelCollector labels;
    private final SeedCounts counts;

    /** @param labels gets the masks */
    CueCollector(StoredPictures pictures, LabelCollector labels) {
        this.pictures = pictures;
        this.labels = labels;
        this.counts = new SeedCounts(pictures.dataset().classes().size());
    }

    /** The cues of the picture at a place in the list. */
    void add(int index, SeedMaps cues) {
        DatasetManifest.Image image = pictures.images().get(index);
        labels.add(index, Resample.nearest(shown(cues), image.widthPx(), image.heightPx()));
        Optional<Mask> truth = pictures.truth(index).map(mask -> Resampling.resize(mask, cues.width(), cues.height()));
        synchronized (counts) {
            counts.add(cues, truth);
        }
    }

    /** What all of them are worth. */
    SeedQuality quality() {
        return SeedCounts.quality(counts.byName());
    }

    /** The cue of every place, {@link Mask#IGNORE} where there is none or more than one. */
    private static Mask shown(SeedMaps cues) {
        byte[] labels = new byte[cues.area()];
        for (int place = 0; place < labels.length; place++) {
            int at = place;
            int[] claims = IntStream.range(0, cues.classes()).filter(c -> cues.at(c, at)).limit(2).toArray();
            labels[place] = (byte) (claims.length == 1 ? claims[0] : Mask.IGNORE);
        }
        return new Mask(cues.width(), cues.height(), labels);
    }
}
