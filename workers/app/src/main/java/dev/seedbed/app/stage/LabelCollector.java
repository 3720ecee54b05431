package dev.seedbed.app.stage;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactRef.Format;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.LabelManifest;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.MaskCodec;
import dev.seedbed.imaging.Scores;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Images;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.StageKey;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.tracking.label.NewLabelVersion;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Makes a label version of masks as they come: stores each, counts its pixels, compares it with the truth. Safe for several threads. */
final class LabelCollector {

    private static final int TOGETHER = 256;
    private static final String ONLY = "labels";

    private final ArtifactStore store;
    private final StoredPictures pictures;
    private final String name;
    private final SequencedMap<String, byte[]> waiting = new LinkedHashMap<>();
    private final Map<String, String> masks = new TreeMap<>();
    private final LabelTally tally;

    /** Of a stage's only label version. */
    LabelCollector(ArtifactStore store, StoredPictures pictures) {
        this(store, pictures, ONLY);
    }

    /** @param name which of its stage's label versions it is */
    LabelCollector(ArtifactStore store, StoredPictures pictures, String name) {
        this.store = store;
        this.pictures = pictures;
        this.name = name;
        this.tally = new LabelTally(pictures.dataset().classes());
    }

    /** The mask of the picture at a place in the list. */
    void add(int index, Mask mask) {
        byte[] encoded = MaskCodec.encode(mask);
        Optional<Mask> truth = pictures.truth(index);
        synchronized (this) {
            waiting.put(pictures.images().get(index).id(), encoded);
            if (waiting.size() == TOGETHER) {
                storeWaiting();
            }
            tally.add(mask, truth);
        }
    }

    /**
     * Stores the version and hands it to the work to be recorded.
     *
     * @param key of the stage that made it
     * @param supervision what people gave beyond what the parents had, such as {@code tags}
     * @param pretraining of the network behind it; empty where there is none
     */
    Labelled finish(
            StageSpec<?> stage, StageKey key, Images images, LabelVersion.Kind kind, String supervision, String pretraining, StageWork work) {
        NewLabelVersion version = store(images, kind, stage.round(), supervision, pretraining, stage.labelInputs());
        work.labels(version);
        work.output(name, version.manifest());
        Labelled labelled = labelled(version, key.hex());
        work.figure(figure("coverage"), labelled.coverage());
        labelled.meanIou().ifPresent(value -> work.figure(figure("miou"), value));
        return labelled;
    }

    /** Stores the version, to be recorded. */
    synchronized NewLabelVersion store(
            Images images, LabelVersion.Kind kind, Optional<Integer> round, String supervision, String pretraining, List<LabelVersion> parents) {
        storeWaiting();
        if (masks.size() != pictures.size()) {
            throw new IllegalStateException(masks.size() + " masks were made for " + pictures.size() + " images");
        }
        var manifest = new LabelManifest(images.dataset().sha256(), masks);
        ArtifactRef ref = store.put(Json.write(manifest).getBytes(StandardCharsets.UTF_8), Format.LABELS);
        return new NewLabelVersion(
                name, ref, kind, round, images.dataset().sha256(), supervision, pretraining,
                tally.pixelCounts(), tally.quality(), tally.coverage(), Optional.empty(), parents);
    }

    /** The stored version and what it is worth. */
    synchronized Labelled labelled(NewLabelVersion version, String origin) {
        return new Labelled(
                new LabelVersion(version.manifest().sha256(), version.kind(), origin), tally.meanIou(), tally.foreground(Scores::precision),
                tally.foreground(Scores::recall), tally.coverage());
    }

    /** Several label versions of a stage have figures of their own. */
    private String figure(String figure) {
        return name.equals(ONLY) ? figure : name + "." + figure;
    }

    /** Many small files reach the disk together sooner than one by one. */
    private void storeWaiting() {
        Iterator<ArtifactRef> stored = store.putAll(List.copyOf(waiting.values()), Format.MASK).iterator();
        waiting.keySet().forEach(id -> masks.put(id, stored.next().sha256()));
        waiting.clear();
    }
}
