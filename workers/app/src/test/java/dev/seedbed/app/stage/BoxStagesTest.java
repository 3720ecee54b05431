package dev.seedbed.app.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelManifest;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.Progress;
import dev.seedbed.data.StoredMasks;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.data.scenes.Scenes;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.MaskCodec;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.BoxLabelling;
import dev.seedbed.stage.BoxLabels;
import dev.seedbed.stage.BoxPooling;
import dev.seedbed.stage.Images;
import dev.seedbed.stage.LabelBoxes;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.stage.TrainBoxClassifier;
import dev.seedbed.stage.TrainedNetwork;
import dev.seedbed.stage.Training;
import dev.seedbed.stage.UseTruth;
import dev.seedbed.tracking.artifact.FolderArtifactStore;
import dev.seedbed.tracking.label.NewLabelVersion;
import dev.seedbed.training.weights.BuiltinWeights;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoxStagesTest {

    private static final int SIDE = 64;
    private static final Box WHOLE = new Box(0, 0, SIDE, SIDE, 1, false);

    @TempDir
    private Path folder;

    private FolderArtifactStore store;
    private TestWork work;
    private DatasetManifest scenes;

    @BeforeEach
    void paintScenes() {
        store = new FolderArtifactStore(folder);
        work = new TestWork(store);
        String sha256 = new Scenes(5, 8, 2, SIDE).store(store, Progress.NONE).ref().sha256();
        scenes = Json.read(new String(store.read(sha256), StandardCharsets.UTF_8), DatasetManifest.class);
    }

    private <R> R run(StageSpec<R> stage) {
        return StageExecutors.of(stage).execute(stage, work);
    }

    /** The training images, the first ones with other boxes. */
    private Images images(List<List<Box>> boxes) {
        List<DatasetManifest.Image> images = new ArrayList<>(scenes.images());
        for (int i = 0; i < boxes.size(); i++) {
            DatasetManifest.Image image = images.get(i);
            images.set(i, new DatasetManifest.Image(
                    image.id(), image.widthPx(), image.heightPx(), image.tags(), image.pixels(), image.truth(), boxes.get(i),
                    image.saliency()));
        }
        var manifest = new DatasetManifest(scenes.classes(), scenes.meanColour(), images, scenes.splits());
        return Images.of(new DatasetRef("scenes", put(manifest, ArtifactRef.Format.DATASET)), "train");
    }

    private String put(Object manifest, ArtifactRef.Format format) {
        return store.put(Json.write(manifest).getBytes(StandardCharsets.UTF_8), format).sha256();
    }

    private TrainedNetwork classifier(Images images, boolean difficult) {
        byte[] weights = BuiltinWeights.find("squeezenet1_1").orElseThrow();
        var backbone = new Backbone(
                Backbone.Architecture.SQUEEZENET1_1, store.put(weights, ArtifactRef.Format.SAFETENSORS).sha256());
        var training = new Training(1, 4, SIDE, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0);
        return run(new TrainBoxClassifier(images, backbone, training, BoxPooling.defaults(), difficult, 1));
    }

    private Mask mask(LabelVersion version, Images images, int index) {
        return StoredMasks.open(store, version).mask(StoredPictures.open(store, images).images().get(index).id());
    }

    @Test
    void twoLabelVersionsComeOfBoxesEachWithAQualityOfItsOwn() {
        Images images = images(List.of());
        BoxLabels labels = run(new LabelBoxes(images, classifier(images, false), BoxLabelling.defaults(), false));
        assertThat(work.labels).extracting(NewLabelVersion::name).containsExactly("crf", "retrieved");
        assertThat(work.labels).extracting(NewLabelVersion::supervision).containsOnly("boxes");
        assertThat(work.labels).allSatisfy(version -> assertThat(version.quality()).isPresent());
        assertThat(work.outputs).containsKeys("crf", "retrieved");
        assertThat(work.figures).containsKeys("crf.miou", "crf.coverage", "retrieved.miou", "retrieved.coverage");
        assertThat(labels.crf().labels().origin()).isEqualTo(labels.retrieved().labels().origin());
        assertThat(labels.crf().meanIou().orElseThrow()).isEqualTo(work.figures.get("crf.miou"));
    }

    @Test
    void aPictureWithoutBoxesIsBackgroundWhateverItsTagsSayAndOneWithoutBackgroundIsStillLabelled() {
        Images images = images(List.of(List.of(), List.of(WHOLE), List.of(new Box(0, 0, 1, 1, 2, false))));
        TrainedNetwork classifier = classifier(images, false);
        for (BoxLabelling.Peak peak : BoxLabelling.Peak.values()) {
            for (boolean attention : new boolean[] {true, false}) {
                BoxLabels labels = run(new LabelBoxes(
                        images, classifier, new BoxLabelling(attention, 4, 0, peak, BoxLabelling.defaults().crf()), false));
                for (LabelVersion version : List.of(labels.crf().labels(), labels.retrieved().labels())) {
                    assertThat(mask(version, images, 0).labels()).containsOnly(0);
                    assertThat(labelsOf(mask(version, images, 1))).isSubsetOf(0, 1);
                    assertThat(labelsOf(mask(version, images, 2))).isSubsetOf(0, 2);
                }
            }
        }
    }

    private static Set<Integer> labelsOf(Mask mask) {
        var labels = new TreeSet<Integer>();
        for (int pixel = 0; pixel < mask.labels().length; pixel++) {
            labels.add(mask.at(pixel));
        }
        return labels;
    }

    @Test
    void noPixelHasAClassOutsideTheBoxesOfThatClass() {
        Images images = images(List.of());
        BoxLabels labels = run(new LabelBoxes(images, classifier(images, false), BoxLabelling.defaults(), false));
        StoredPictures pictures = StoredPictures.open(store, images);
        for (int i = 0; i < pictures.size(); i++) {
            for (LabelVersion version : List.of(labels.crf().labels(), labels.retrieved().labels())) {
                Mask mask = mask(version, images, i);
                for (int at = 0; at < mask.labels().length; at++) {
                    int label = mask.at(at);
                    int x = at % SIDE;
                    int y = at / SIDE;
                    assertThat(label == 0 || pictures.images().get(i).boxes().stream().anyMatch(box -> box.label() == label
                                    && x >= box.x0() && x < box.x1() && y >= box.y0() && y < box.y1()))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void difficultObjectsCountWhereTheyAreAskedFor() {
        Box difficult = new Box(0, 0, SIDE, SIDE, 1, true);
        Images images = images(List.of(List.of(difficult)));
        TrainedNetwork classifier = classifier(images, false);
        var filled = new BoxLabelling(false, 4, 0, BoxLabelling.Peak.BOX, BoxLabelling.defaults().crf());
        BoxLabels without = run(new LabelBoxes(images, classifier, filled, false));
        assertThat(mask(without.crf().labels(), images, 0).labels()).containsOnly(0);
        BoxLabels with = run(new LabelBoxes(images, classifier, filled, true));
        assertThat(labelsOf(mask(with.crf().labels(), images, 0))).contains(1);
    }

    @Test
    void aListWithoutAnyBoxIsRefused() {
        List<List<Box>> difficultAlone = scenes.images().stream().map(_ -> List.of(new Box(0, 0, 9, 9, 1, true))).toList();
        assertThatThrownBy(() -> classifier(images(difficultAlone), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("train")
                .hasMessageContaining("difficult");
    }

    /** Masks of one label everywhere for every image of the data set. */
    private LabelVersion filled(Images images, int label) {
        var masks = new TreeMap<String, String>();
        byte[] labels = new byte[SIDE * SIDE];
        Arrays.fill(labels, (byte) label);
        scenes.images().forEach(image -> masks.put(image.id(),
                store.put(MaskCodec.encode(new Mask(SIDE, SIDE, labels)), ArtifactRef.Format.MASK).sha256()));
        return new LabelVersion(
                put(new LabelManifest(images.dataset().sha256(), masks), ArtifactRef.Format.LABELS), LabelVersion.Kind.PSEUDO, "import");
    }

    private Map<String, String> withTruth(Images images, int label, double share, long seed) {
        LabelVersion mixed = run(new UseTruth(images, filled(images, label), filled(images, 6), share, seed)).labels();
        return StoredMasks.open(store, mixed).manifest().masks();
    }

    private static Set<String> truthful(Map<String, String> masks, Map<String, String> allTrue) {
        var ids = new TreeSet<String>();
        masks.forEach((id, mask) -> {
            if (mask.equals(allTrue.get(id))) {
                ids.add(id);
            }
        });
        return ids;
    }

    @Test
    void trueMasksReplaceTheRoundedShareInTheSamePlacesWhateverTheLabelsAre() {
        Images images = images(List.of());
        Map<String, String> allTrue = withTruth(images, 1, 1, 3);
        int[] counts = {0, 1, 2, 8};
        double[] shares = {0, 0.07, 0.2, 1};
        for (int i = 0; i < shares.length; i++) {
            Set<String> ids = truthful(withTruth(images, 1, shares[i], 3), allTrue);
            assertThat(ids).hasSize(counts[i]);
            assertThat(truthful(withTruth(images, 2, shares[i], 3), allTrue)).isEqualTo(ids);
        }
        Set<Set<String>> bySeed = new HashSet<>();
        for (int seed = 0; seed < 5; seed++) {
            bySeed.add(truthful(withTruth(images, 1, 0.25, seed), allTrue));
        }
        assertThat(bySeed).hasSizeGreaterThan(1);
        assertThat(work.labels.getLast().supervision()).isEqualTo("masks");
        assertThat(work.labels.getLast().parents()).hasSize(2);
    }

    @Test
    void trueMasksAreTakenFromTheImagesThatHaveOne() {
        Images images = images(List.of());
        Map<String, String> allTrue = withTruth(images, 1, 1, 3);
        LabelVersion truth = filled(images, 6);
        var few = new TreeMap<>(StoredMasks.open(store, truth).manifest().masks());
        few.keySet().retainAll(scenes.images().stream().limit(3).map(DatasetManifest.Image::id).toList());
        LabelVersion partial = new LabelVersion(
                put(new LabelManifest(images.dataset().sha256(), few), ArtifactRef.Format.LABELS), LabelVersion.Kind.TRUTH, "import");
        int[] counts = {1, 2, 3, 3};
        double[] shares = {0.125, 0.25, 0.5, 1};
        for (int i = 0; i < shares.length; i++) {
            var places = new HashSet<Set<String>>();
            for (int label = 1; label <= 2; label++) {
                LabelVersion mixed = run(new UseTruth(images, filled(images, label), partial, shares[i], 3)).labels();
                places.add(truthful(StoredMasks.open(store, mixed).manifest().masks(), allTrue));
            }
            assertThat(places).hasSize(1);
            assertThat(places.iterator().next()).hasSize(counts[i]).isSubsetOf(few.keySet());
        }
    }

    @Test
    void aShareThatChoosesNoImageIsRefused() {
        Images images = images(List.of());
        LabelVersion labels = filled(images, 1);
        Map<String, String> elsewhere = Map.of("elsewhere", StoredMasks.open(store, labels).manifest().masks().values().iterator().next());
        LabelVersion none = new LabelVersion(
                put(new LabelManifest(images.dataset().sha256(), elsewhere), ArtifactRef.Format.LABELS), LabelVersion.Kind.TRUTH, "import");
        assertThatThrownBy(() -> run(new UseTruth(images, labels, filled(images, 6), 0.06, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.06")
                .hasMessageContaining("chooses no true mask");
        assertThatThrownBy(() -> run(new UseTruth(images, labels, none, 0.5, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 of them have one");
    }
}
