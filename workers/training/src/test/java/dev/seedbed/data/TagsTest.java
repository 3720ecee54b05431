package dev.seedbed.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seedbed.artifact.DatasetManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagsTest {

    @TempDir
    private Path folder;

    private final MemoryStore store = new MemoryStore();
    private VocFixture voc;

    @BeforeEach
    void writeASoundFolder() throws IOException {
        voc = VocFixture.write(folder);
    }

    @Test
    void bothFormsSayTheSame() throws IOException {
        voc.text("wide.csv", "image,dog,cat", "a,1,0", "\"b.jpg\", 1,1", "c,0,0", "");
        voc.text("long.csv", "image,tags", "c,", "b,cat; dog", "a,dog");
        ImportedDataset wide = tagged("wide.csv");
        assertThat(wide.manifest().images()).extracting(DatasetManifest.Image::tags).containsExactly(List.of(2), List.of(1, 2), List.of());
        assertThat(tagged("long.csv")).isEqualTo(wide);
    }

    @Test
    void tagsThatTheMaskDoesNotBearOutAreKeptAndCounted() throws IOException {
        voc.text("tags.csv", "image,tags", "a,dog", "b,cat;dog", "c,");
        assertThat(tagged("tags.csv").notes()).containsExactly(
                "2 tags of 2 images have no pixel in the mask; they are kept as told",
                "2 classes in the masks of 2 images are not among the tags");
    }

    @Test
    void aListMayGoWithoutRowsAndKeepsTheTagsOfItsAnnotations() throws IOException {
        voc.text("tags.csv", "image,tags", "a,dog", "b,dog");
        assertThat(tagged("tags.csv").manifest().images()).extracting(DatasetManifest.Image::tags)
                .containsExactly(List.of(2), List.of(2), List.of(1));
    }

    @Test
    void tagsAreEnoughWhereNothingElseIsKnown() throws IOException {
        for (String id : List.of("a", "b", "c")) {
            voc.delete("SegmentationClass/" + id + ".png");
            voc.delete("Annotations/" + id + ".xml");
        }
        voc.text("tags.csv", "image,tags", "a,dog", "b,dog", "c,cat");
        ImportedDataset imported = tagged("tags.csv");
        assertThat(imported.truth()).isEmpty();
        assertThat(imported.manifest().split("val").getFirst().tags()).containsExactly(1);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAndNothingIsStored() throws IOException {
        voc.text("long.csv", "image,tags", "a,dgo", "a,cat", "z,cat", "../x,cat", "b,cat,dog");
        assertThat(problems("long.csv")).satisfiesExactlyInAnyOrder(
                p -> assertThat(p).contains("line 2", "dgo", "did you mean dog?"),
                p -> assertThat(p).contains("line 3", "image a has a row already"),
                p -> assertThat(p).contains("image z, which no list names"),
                p -> assertThat(p).contains("line 5", "../x"),
                p -> assertThat(p).contains("line 6", "3 cells"),
                p -> assertThat(p).contains("row of tags of image b of list train"));
        voc.text("wide.csv", "image,cat,hog,cat", "a,1,0,0", "b,yes,0,0");
        assertThat(problems("wide.csv")).satisfiesExactlyInAnyOrder(
                p -> assertThat(p).contains("unknown class hog", "dog"),
                p -> assertThat(p).contains("no column for class dog"),
                p -> assertThat(p).contains("two columns"),
                p -> assertThat(p).contains("line 3", "neither 0 nor 1 but \"yes\""));
        voc.text("odd.csv", "id;cat");
        assertThat(problems("odd.csv")).singleElement().asString().contains("the header is image,CLASS");
        assertThat(problems("none.csv")).singleElement().asString().contains("cannot be read");
    }

    @Test
    void picturesWithTagsAloneAreADataSet() throws IOException {
        voc.text("tags.csv", "image,dog,cat", "b.jpg,1,0", "a.jpg,0,1");
        ImportOptions options = ImportOptions.defaults().withTags(folder.resolve("tags.csv"));
        DatasetManifest manifest = alone(Map.of(), options).manifest();
        assertThat(manifest.classes()).containsExactly("background", "dog", "cat");
        assertThat(manifest.splits()).isEqualTo(Map.of("train", List.of("b", "a")));
        assertThat(manifest.split("train")).extracting(DatasetManifest.Image::tags).containsExactly(List.of(1), List.of(2));
        voc.text("one.txt", "a");
        voc.text("two.txt", "b", "c");
        Map<String, Path> lists = Map.of("train", folder.resolve("one.txt"), "val", folder.resolve("two.txt"));
        assertThatThrownBy(() -> alone(lists, options)).hasMessageContaining("row of tags of image c of list val");
        assertThatThrownBy(() -> alone(lists, options.allowingIncomplete())).hasMessageContaining("its classes are unknown");
        assertThatThrownBy(() -> alone(Map.of(), ImportOptions.defaults())).hasMessageContaining("--tags");
    }

    @Test
    void namedTagsAloneNeedAFileOfClasses() throws IOException {
        voc.text("tags.csv", "image,tags", "a,dog");
        ImportOptions options = ImportOptions.defaults().withTags(folder.resolve("tags.csv"));
        assertThatThrownBy(() -> alone(Map.of(), options)).hasMessageContaining("--classes");
        assertThat(alone(Map.of(), options.withClasses(folder.resolve("classes.txt"))).manifest().images().getFirst().tags()).containsExactly(2);
    }

    private ImportedDataset alone(Map<String, Path> lists, ImportOptions options) {
        return TaggedImport.importTagged(folder.resolve("JPEGImages"), lists, options, store, Progress.NONE);
    }

    private ImportedDataset tagged(String file) {
        return VocImport.importVoc(folder, ImportOptions.defaults().withTags(folder.resolve(file)), store, Progress.NONE);
    }

    private List<String> problems(String file) {
        ImportException refused = catchThrowableOfType(ImportException.class, () -> tagged(file));
        assertThat(refused).isNotNull();
        assertThat(store.size()).isZero();
        return refused.problems();
    }
}
