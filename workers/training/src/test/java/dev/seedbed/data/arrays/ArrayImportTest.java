package dev.seedbed.data.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.DatasetManifest.Image;
import dev.seedbed.data.ImportException;
import dev.seedbed.data.MemoryStore;
import dev.seedbed.data.Progress;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.array.Npz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrayImportTest {

    private static final DatasetManifest DATASET = new DatasetManifest(
            List.of("background", "cat", "dog", "fox"), List.of(1, 2, 3),
            List.of(image("a", 1, 3), image("b", 2), image("c")),
            Map.of("train", List.of("b", "a"), "val", List.of("c")));

    @TempDir
    private Path folder;

    private final MemoryStore store = new MemoryStore();
    private final Map<String, NdArray> arrays = new LinkedHashMap<>();

    private static Image image(String id, Integer... tags) {
        return new Image(id, 20, 16, List.of(tags), "0".repeat(64), Optional.empty(), List.of(), Optional.empty());
    }

    @Test
    void cuesOfSecBecomePlanesOfBackgroundAndTags() throws IOException {
        arrays.put("a_cues", NdArray.of(new long[] {0, 1, 1, 2, 0, 0, 4, 3, 0, 4, 4, 3}, 3, 4));
        arrays.put("a_labels", NdArray.of(new int[] {1, 3}, 2));
        arrays.put("b_cues", NdArray.of(new int[0], 3, 0));
        arrays.put("b_labels", NdArray.of(new int[] {2}, 1));
        ImportedArrays imported = cues(5);
        Map<String, NdArray> stored = stored(imported);
        assertThat(stored.keySet()).containsExactly("b/cues", "b/classes", "a/cues", "a/classes");
        assertThat(stored.get("a/classes").ints()).containsExactly(0, 1, 3);
        assertThat(stored.get("a/cues").shape()).containsExactly(3, 5, 5);
        assertThat(set(stored.get("a/cues"))).containsExactly(0, 25 + 4, 25 + 24);
        assertThat(stored.get("b/classes").ints()).containsExactly(0, 2);
        assertThat(imported.notes()).containsExactly(
                "1 cues of 1 images are of classes that the images' tags do not name; they are left out");
    }

    @Test
    void storedCuesComeBackAsTheyWere() throws IOException {
        arrays.put("b/cues", NdArray.of(new byte[] {1, 0, 0, 0, 0, 0, 0, 1}, 2, 2, 2));
        arrays.put("b/classes", NdArray.of(new int[] {0, 2}, 2));
        arrays.put("a/cues", NdArray.of(new byte[12], 3, 2, 2));
        arrays.put("a/classes", NdArray.of(new int[] {0, 1, 3}, 3));
        Map<String, NdArray> stored = stored(cues(2));
        assertThat(stored.get("b/cues").bytes()).containsExactly(1, 0, 0, 0, 0, 0, 0, 1);
        assertThat(problemsOfCues(3)).hasSize(2).allMatch(p -> p.contains("grid of 3x3") && p.contains("--grid"));
    }

    @Test
    void everythingWrongWithCuesIsToldAtOnce() {
        arrays.put("a_cues", NdArray.of(new int[] {1, 5, 0}, 3, 1));
        arrays.put("a_labels", NdArray.of(new int[] {1}, 1));
        arrays.put("z_cues", NdArray.of(new int[0], 3, 0));
        arrays.put("odd", NdArray.of(new int[1], 1));
        assertThat(problemsOfCues(5)).satisfiesExactlyInAnyOrder(
                p -> assertThat(p).contains("image a", "y 5, x 0", "grid of 5x5"),
                p -> assertThat(p).contains("image b has no arrays"),
                p -> assertThat(p).contains("image z is not in the data set"),
                p -> assertThat(p).contains("array odd is none of ID_cues"));
        arrays.clear();
        arrays.put("a_cues", NdArray.of(new int[] {4, 0, 0}, 3, 1));
        arrays.put("a_labels", NdArray.of(new int[] {1}, 1));
        arrays.put("b_cues", NdArray.of(new int[] {1, 0, 0}, 3, 1));
        arrays.put("b_labels", NdArray.of(new int[] {9}, 1));
        assertThat(problemsOfCues(5)).satisfiesExactlyInAnyOrder(
                p -> assertThat(p).contains("image a", "class 4", "0 to 3"),
                p -> assertThat(p).contains("image b", "class 9", "0 to 3"));
    }

    @Test
    void aGridThatTheCuesNeverFillIsNoted() {
        arrays.put("a_cues", NdArray.of(new int[] {0, 7, 7}, 3, 1));
        arrays.put("a_labels", NdArray.of(new int[0], 0));
        arrays.put("b_cues", NdArray.of(new int[0], 3, 0));
        arrays.put("b_labels", NdArray.of(new int[0], 0));
        assertThat(cues(41).notes()).singleElement().asString().contains("beyond 7");
    }

    @Test
    void mapsAreStoredForEveryTagInTheOrderOfTheClasses() throws IOException {
        arrays.put("a/keys", NdArray.of(new long[] {2, 0, 1}, 3));
        arrays.put("a/cam", NdArray.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 1, 2));
        arrays.put("b/classes", NdArray.of(new int[] {0}, 1));
        arrays.put("b/maps", NdArray.of(new double[] {0.5, 0.25}, 1, 1, 2));
        ImportedArrays imported = ArrayImport.importCams(file(), DATASET, "train", store, Progress.NONE);
        Map<String, NdArray> stored = stored(imported);
        assertThat(stored.get("a/classes").ints()).containsExactly(1, 3);
        assertThat(stored.get("a/maps").floats()).containsExactly(3, 4, 1, 2);
        assertThat(stored.get("b/classes").ints()).containsExactly(0, 2);
        assertThat(stored.get("b/maps").floats()).containsExactly(0.5f, 0.25f, 0, 0);
        assertThat(imported.notes()).hasSize(2);
    }

    @Test
    void everythingWrongWithMapsIsToldAtOnce() {
        arrays.put("a/keys", NdArray.of(new long[] {3}, 1));
        arrays.put("a/cam", NdArray.of(new float[2], 1, 1, 2));
        arrays.put("b/classes", NdArray.of(new int[] {2}, 1));
        for (var wrong : Map.of(
                "finite", NdArray.of(new float[] {Float.NaN}, 1, 1, 1),
                "at least 0", NdArray.of(new float[] {-1}, 1, 1, 1),
                "not floats", NdArray.of(new float[] {1, 1}, 2, 1, 1),
                "another size", NdArray.of(new float[17], 1, 17, 1),
                "whole", NdArray.of(new float[100_000], 1, 1, 100_000)).entrySet()) {
            arrays.put("b/maps", wrong.getValue());
            assertThat(problems(() -> ArrayImport.importCams(file(), DATASET, "train", store, Progress.NONE)))
                    .hasSize(2)
                    .anyMatch(p -> p.contains("image a") && p.contains("class 4"))
                    .anyMatch(p -> p.contains("image b") && (p.contains(wrong.getKey()) || p.contains("too many")));
        }
    }

    @Test
    void noMapsAtAllForAnImageWithTagsAreRefused() {
        arrays.put("a/classes", NdArray.of(new int[] {1, 3}, 2));
        arrays.put("a/maps", NdArray.of(new float[2], 2, 1, 1));
        arrays.put("b/classes", NdArray.of(new int[0], 0));
        for (NdArray none : List.of(NdArray.of(new float[0], 0, 1, 1), NdArray.of(new float[0], 0, 0, 0))) {
            arrays.put("b/maps", none);
            assertThat(problems(() -> ArrayImport.importCams(file(), DATASET, "train", store, Progress.NONE)))
                    .singleElement().asString().contains("image b", "b/maps has no map");
        }
    }

    @Test
    void picklesAreNeverRead() throws IOException {
        for (String name : List.of("cues.pickle", "cues.pkl", "cues.npy")) {
            Files.writeString(folder.resolve(name), "x");
            refused(folder.resolve(name), "numpy.savez");
        }
        Path disguised = Files.write(folder.resolve("cues.npz"), new byte[] {(byte) 0x80, 4, 0});
        refused(disguised, "numpy.savez");
        refused(Files.writeString(folder.resolve("x.npz"), "nothing"), "not a whole NPZ");
        assertThatThrownBy(() -> ArrayImport.importCues(file(), DATASET, "test", 5, store, Progress.NONE)).hasMessageContaining("no list test");
    }

    private void refused(Path file, String message) {
        assertThatThrownBy(() -> ArrayImport.importCues(file, DATASET, "train", 5, store, Progress.NONE))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining(message);
    }

    private ImportedArrays cues(int gridPx) {
        return ArrayImport.importCues(file(), DATASET, "train", gridPx, store, Progress.NONE);
    }

    private List<String> problemsOfCues(int gridPx) {
        return problems(() -> cues(gridPx));
    }

    private List<String> problems(org.assertj.core.api.ThrowableAssert.ThrowingCallable importing) {
        int before = store.size();
        ImportException refused = catchThrowableOfType(ImportException.class, importing);
        assertThat(refused).isNotNull();
        assertThat(store.size()).isEqualTo(before);
        return refused.problems();
    }

    private Path file() {
        try {
            Path file = folder.resolve("arrays.npz");
            Npz.write(file, arrays);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, NdArray> stored(ImportedArrays imported) throws IOException {
        Path file = Files.write(folder.resolve("stored.npz"), store.read(imported.ref().sha256()));
        return Npz.read(file);
    }

    private static List<Integer> set(NdArray array) {
        return java.util.stream.IntStream.range(0, array.size()).filter(i -> array.at(i) == 1).boxed().toList();
    }
}
