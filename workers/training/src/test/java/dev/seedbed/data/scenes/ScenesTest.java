package dev.seedbed.data.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.data.AnnotatedPicture;
import dev.seedbed.data.MemoryStore;
import dev.seedbed.data.Progress;
import dev.seedbed.data.VocImport;
import dev.seedbed.data.ImportOptions;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.MaskCodec;
import dev.seedbed.imaging.RasterCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenesTest {

    private interface Level {
        int of(AnnotatedPicture scene, int pixel);
    }

    private static final Scenes SCENES = new Scenes(1, 40, 10, 128);
    private static final List<AnnotatedPicture> PAINTED = SCENES.splits().get("train").stream().map(SCENES::scene).toList();

    @Test
    void theSameSeedGivesTheSameBytesOnEveryMachine() {
        AnnotatedPicture scene = SCENES.scene("scene_00003");
        assertThat(Sha256.of(RasterCodec.encode(scene.raster()))).startsWith("e3abd1d968230826");
        assertThat(Sha256.of(MaskCodec.encode(scene.truth().orElseThrow()))).startsWith("c583e576d46000ff");
        assertThat(scene.raster().rgb()).isEqualTo(SCENES.scene("scene_00003").raster().rgb());
        assertThat(scene.raster().rgb()).isNotEqualTo(new Scenes(2, 40, 10, 128).scene("scene_00003").raster().rgb());
    }

    @Test
    void everySceneHasOneToThreeObjectsThatAgreeWithItsMaskAndBoxes() {
        Set<Integer> seen = new HashSet<>();
        for (AnnotatedPicture scene : PAINTED) {
            Mask mask = scene.truth().orElseThrow();
            Set<Integer> labels = new HashSet<>();
            for (int pixel = 0; pixel < mask.labels().length; pixel++) {
                labels.add(mask.at(pixel));
            }
            labels.removeAll(List.of(0, Mask.IGNORE));
            assertThat(labels).containsExactlyInAnyOrderElementsOf(scene.tags().orElseThrow());
            assertThat(scene.boxes()).hasSizeBetween(1, 3).extracting(Box::label).containsAll(scene.tags().orElseThrow());
            scene.boxes().forEach(box -> assertThat(share(mask, box)).isGreaterThan(0.1));
            seen.addAll(scene.tags().orElseThrow());
        }
        assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Scenes.classes()).hasSize(7);
    }

    @Test
    void noThresholdOnBrightnessSaturationOrSaliencyGivesTheForeground() {
        assertThat(bestForegroundIou(ScenesTest::brightness)).isLessThan(0.45);
        assertThat(bestForegroundIou((scene, pixel) -> 255 - brightness(scene, pixel))).isLessThan(0.45);
        assertThat(bestForegroundIou(ScenesTest::saturation)).isLessThan(0.45);
        assertThat(bestForegroundIou((scene, pixel) -> scene.saliency().orElseThrow().levels()[pixel] & 0xFF)).isBetween(0.4, 0.75);
    }

    @Test
    void theStoredSetIsOneThatStagesRead() {
        var store = new MemoryStore();
        var imported = new Scenes(7, 3, 2, 64).store(store, Progress.NONE);
        DatasetManifest manifest = imported.manifest();
        assertThat(manifest.split("train")).hasSize(3);
        assertThat(manifest.split("val")).hasSize(2).allSatisfy(image -> {
            assertThat(image.truth()).isPresent();
            assertThat(image.saliency()).isPresent();
            assertThat(image.widthPx()).isEqualTo(64);
        });
        assertThat(imported.truth()).isPresent();
    }

    @Test
    void writtenAsAVocFolderAndImportedItIsTheSameButForTheJpegs(@TempDir Path folder) throws IOException {
        var scenes = new Scenes(3, 4, 2, 96);
        scenes.writeVoc(folder);
        var written = VocImport.importVoc(folder, ImportOptions.defaults(), new MemoryStore(), Progress.NONE).manifest();
        var stored = scenes.store(new MemoryStore(), Progress.NONE).manifest();
        assertThat(written.classes()).isEqualTo(stored.classes());
        assertThat(written.splits()).isEqualTo(stored.splits());
        for (int i = 0; i < 6; i++) {
            DatasetManifest.Image there = written.images().get(i);
            DatasetManifest.Image here = stored.images().get(i);
            assertThat(there.tags()).isEqualTo(here.tags());
            assertThat(there.truth()).isEqualTo(here.truth());
            assertThat(there.boxes()).isEqualTo(here.boxes());
            assertThat(there.saliency()).isEqualTo(here.saliency());
        }
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Scenes(1, 0, 5, 128)).hasMessageContaining("not 0 and 5");
        assertThatThrownBy(() -> new Scenes(1, 5, 5, 32)).hasMessageContaining("64 to 1024");
    }

    /** Intersection over union of what lies above a threshold and the objects, at the best threshold for all scenes together. */
    private static double bestForegroundIou(Level level) {
        long[] objects = new long[256];
        long[] all = new long[256];
        for (AnnotatedPicture scene : PAINTED) {
            Mask truth = scene.truth().orElseThrow();
            for (int pixel = 0; pixel < truth.labels().length; pixel++) {
                if (truth.at(pixel) != Mask.IGNORE) {
                    all[level.of(scene, pixel)]++;
                    objects[level.of(scene, pixel)] += truth.at(pixel) == 0 ? 0 : 1;
                }
            }
        }
        long total = Arrays.stream(objects).sum();
        double best = 0;
        long hit = 0;
        long taken = 0;
        for (int threshold = 255; threshold >= 0; threshold--) {
            hit += objects[threshold];
            taken += all[threshold];
            best = Math.max(best, (double) hit / (total + taken - hit));
        }
        return best;
    }

    private static int brightness(AnnotatedPicture scene, int pixel) {
        byte[] rgb = scene.raster().rgb();
        return ((rgb[3 * pixel] & 0xFF) + (rgb[3 * pixel + 1] & 0xFF) + (rgb[3 * pixel + 2] & 0xFF)) / 3;
    }

    private static int saturation(AnnotatedPicture scene, int pixel) {
        int high = 0;
        int low = 255;
        for (int c = 0; c < 3; c++) {
            high = Math.max(high, scene.raster().rgb()[3 * pixel + c] & 0xFF);
            low = Math.min(low, scene.raster().rgb()[3 * pixel + c] & 0xFF);
        }
        return high - low;
    }

    private static double share(Mask mask, Box box) {
        int count = 0;
        for (int y = box.y0(); y < box.y1(); y++) {
            for (int x = box.x0(); x < box.x1(); x++) {
                count += mask.at(y * mask.width() + x) == box.label() ? 1 : 0;
            }
        }
        return (double) count / (box.x1() - box.x0()) / (box.y1() - box.y0());
    }
}
