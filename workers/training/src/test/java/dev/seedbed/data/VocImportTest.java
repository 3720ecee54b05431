package dev.seedbed.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.imaging.GreyMap;
import dev.seedbed.imaging.LabelPng;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.MaskCodec;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.RasterCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocImportTest {

    @TempDir
    private Path folder;

    private final MemoryStore store = new MemoryStore();
    private VocFixture voc;

    @BeforeEach
    void writeASoundFolder() throws IOException {
        voc = VocFixture.write(folder);
    }

    @Test
    void aSoundFolderBecomesADataSet() {
        ImportedDataset imported = run(ImportOptions.defaults());
        DatasetManifest manifest = imported.manifest();
        assertThat(manifest.classes()).containsExactly("background", "cat", "dog");
        assertThat(manifest.splits()).containsOnlyKeys("train", "val");
        assertThat(manifest.split("train")).extracting(DatasetManifest.Image::id).containsExactly("a", "b");
        DatasetManifest.Image a = manifest.images().getFirst();
        assertThat(a.widthPx()).isEqualTo(40);
        assertThat(a.heightPx()).isEqualTo(30);
        assertThat(a.tags()).containsExactly(1);
        assertThat(a.boxes()).containsExactly(new Box(5, 5, 15, 15, 1, false));
        assertThat(MaskCodec.decode(store.read(a.truth().orElseThrow())).labels()).isEqualTo(VocFixture.square(40, 30, 1).labels());
        assertThat(RasterCodec.decode(store.read(a.pixels())).width()).isEqualTo(40);
        assertThat(Manifests.dataset(store, imported.ref().sha256())).isEqualTo(manifest);
        var truth = Manifests.labels(store, imported.truth().orElseThrow().sha256());
        assertThat(truth.dataset()).isEqualTo(imported.ref().sha256());
        assertThat(truth.masks()).containsOnlyKeys("a", "b", "c");
        assertThat(imported.notes()).isEmpty();
    }

    @Test
    void importingTwiceGivesTheSameNames() {
        ImportedDataset first = run(ImportOptions.defaults());
        int blobs = store.blobs.size();
        assertThat(run(ImportOptions.defaults())).isEqualTo(first);
        assertThat(store.blobs).hasSize(blobs);
    }

    @Test
    void squashingScalesPicturesMasksAndBoxes() {
        DatasetManifest.Image b = run(ImportOptions.defaults().squashedTo(32)).manifest().split("train").get(1);
        assertThat(b.widthPx()).isEqualTo(32);
        assertThat(b.boxes()).containsExactly(new Box(4, 3, 15, 11, 1, false));
        Mask mask = MaskCodec.decode(store.read(b.truth().orElseThrow()));
        assertThat(mask.at(6 * 32 + 9)).isEqualTo(1);
        assertThat(mask.at(31 * 32 + 31)).isZero();
    }

    @Test
    void aSquashedBoxHoldsEveryPixelThatItTouchesAndStaysDifficult() throws IOException {
        String difficult = VocFixture.object("cat", 6, 6, 15, 15).replace("<difficult>0", "<difficult>1");
        voc.annotation("a", 40, 30, difficult, VocFixture.object("dog", 1, 1, 40, 30), VocFixture.object("cat", 40, 30, 40, 30));
        assertThat(run(ImportOptions.defaults().squashedTo(32)).manifest().split("train").getFirst().boxes())
                .containsExactly(new Box(4, 5, 12, 16, 1, true), new Box(0, 0, 32, 32, 2, false), new Box(31, 30, 32, 32, 1, false));
    }

    @Test
    void theMeanColourIsThatOfAllStoredPixels() {
        DatasetManifest manifest = run(ImportOptions.defaults()).manifest();
        double[] sums = new double[3];
        double pixels = 0;
        for (var image : manifest.images()) {
            Raster raster = RasterCodec.decode(store.read(image.pixels()));
            for (int i = 0; i < raster.rgb().length; i++) {
                sums[i % 3] += raster.rgb()[i] & 0xFF;
            }
            pixels += raster.width() * raster.height();
        }
        double count = pixels;
        assertThat(manifest.meanColour())
                .containsExactlyElementsOf(Arrays.stream(sums).mapToObj(sum -> (int) Math.round(sum / count)).toList());
    }

    @Test
    void withoutAnnotationsTheMaskTellsTheTags() throws IOException {
        voc.delete("Annotations/a.xml");
        voc.delete("Annotations/b.xml");
        voc.mask("b", VocFixture.square(33, 47, 2));
        DatasetManifest manifest = run(ImportOptions.defaults()).manifest();
        assertThat(manifest.images()).extracting(DatasetManifest.Image::tags).containsExactly(List.of(1), List.of(2), List.of(1));
        assertThat(manifest.images().getFirst().boxes()).isEmpty();
    }

    @Test
    void aListWithoutAnyMaskIsAllowed() throws IOException {
        voc.delete("SegmentationClass/c.png");
        ImportedDataset imported = run(ImportOptions.defaults());
        assertThat(imported.manifest().split("val").getFirst().truth()).isEmpty();
        assertThat(Manifests.labels(store, imported.truth().orElseThrow().sha256()).masks()).containsOnlyKeys("a", "b");
    }

    @Test
    void aListWithSomeMasksNeedsThemAllUnlessToldOtherwise() throws IOException {
        voc.delete("SegmentationClass/a.png");
        voc.delete("Annotations/b.xml");
        assertThat(problems()).hasSize(2).anyMatch(p -> p.contains("mask of image a of list train") && p.contains("--incomplete"));
        var incomplete = ImportOptions.defaults().allowingIncomplete();
        assertThat(run(incomplete).manifest().images().getFirst().truth()).isEmpty();
    }

    @Test
    void idsMayHaveFolders() throws IOException {
        voc.text("ImageSets/Segmentation/more.txt", "deep/er/d");
        voc.image("x", 20, 20);
        for (String kind : List.of("JPEGImages/%s.jpg", "SegmentationClass/%s.png", "Annotations/%s.xml")) {
            Files.move(voc.path(kind.formatted("x")), voc.path(kind.formatted("deep/er/d")));
        }
        assertThat(run(ImportOptions.defaults()).manifest().split("more").getFirst().id()).isEqualTo("deep/er/d");
    }

    @Test
    void saliencyIsFoundOrGiven() throws IOException {
        byte[] levels = new byte[400];
        Arrays.fill(levels, (byte) 77);
        Files.write(voc.path("Saliency/c.png"), LabelPng.write(new GreyMap(20, 20, levels)));
        assertThat(run(ImportOptions.defaults()).manifest().split("val").getFirst().saliency()).isPresent();
        Files.move(voc.path("Saliency"), voc.path("elsewhere"));
        assertThat(run(ImportOptions.defaults()).manifest().split("val").getFirst().saliency()).isEmpty();
        var given = ImportOptions.defaults().withSaliency(folder.resolve("elsewhere"));
        assertThat(run(given).manifest().split("val").getFirst().saliency()).isPresent();
    }

    @Test
    void classNamesComeFromTheFileOrAreVocs() throws IOException {
        voc.text("classes.txt", "cat", "", "dog ");
        ImportedDataset imported = run(ImportOptions.defaults());
        assertThat(imported.manifest().classes()).containsExactly("background", "cat", "dog");
        assertThat(imported.notes()).singleElement().asString().contains("first line is class 1");
        voc.delete("classes.txt");
        imported = run(ImportOptions.defaults());
        assertThat(imported.manifest().classes()).hasSize(21).element(8).isEqualTo("cat");
        assertThat(imported.manifest().images().getFirst().tags()).containsExactly(8);
        assertThat(imported.notes()).first().asString().contains("twenty");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAndNothingIsStored() throws IOException {
        voc.text("ImageSets/Segmentation/train.txt",
                "a", "b", "a", "../secret", "/etc/passwd", "gone", "d", "e", "f", "g", "h", "i", "j", "k");
        voc.text("ImageSets/Segmentation/none.txt", "");
        for (String id : List.of("d", "e", "f", "g", "h", "i", "j", "k")) {
            voc.image(id, 24, 24);
        }
        voc.mask("d", VocFixture.square(25, 24, 1));
        voc.mask("e", VocFixture.square(24, 24, 7));
        Files.write(voc.path("SegmentationClass/f.png"), Base64.getDecoder().decode(GREY_16_BIT));
        Files.write(voc.path("SegmentationClass/g.png"), Base64.getDecoder().decode(RGB));
        voc.annotation("h", 24, 24, VocFixture.object("unicorn", 1, 1, 5, 5), VocFixture.object("dog", 20, 1, 40, 5));
        voc.text("Annotations/i.xml", "<annotation><object>");
        byte[] jpeg = Files.readAllBytes(voc.path("JPEGImages/j.jpg"));
        Files.write(voc.path("JPEGImages/j.jpg"), Arrays.copyOf(jpeg, jpeg.length - 20));
        voc.jpeg("k", 1, 17);
        voc.mask("k", new Mask(1, 17, new byte[17]));
        voc.annotation("k", 1, 17, VocFixture.object("cat", 1, 1, 1, 5));
        assertThat(problems()).satisfiesExactlyInAnyOrder(
                p -> assertThat(p).contains("none.txt is empty"),
                p -> assertThat(p).contains("line 3", "listed twice"),
                p -> assertThat(p).contains("line 4", "../secret"),
                p -> assertThat(p).contains("line 5", "/etc/passwd"),
                p -> assertThat(p).contains("JPEGImages/gone.jpg is missing"),
                p -> assertThat(p).contains("annotation of image gone of list train"),
                p -> assertThat(p).contains("mask of image gone of list train"),
                p -> assertThat(p).contains("mask of image d is for 25x24"),
                p -> assertThat(p).contains("mask of image e", "label 7", "0 to 2"),
                p -> assertThat(p).contains("SegmentationClass/f.png", "16"),
                p -> assertThat(p).contains("SegmentationClass/g.png", "RGB"),
                p -> assertThat(p).contains("image h", "unicorn", "cat, dog"),
                p -> assertThat(p).contains("i.xml", "well-formed"),
                p -> assertThat(p).contains("j.jpg", "cut off"),
                p -> assertThat(p).contains("image k has 1x17"));
    }

    @Test
    void aBoxOutsideItsImageIsRefusedButAPixelIsClipped() throws IOException {
        voc.annotation("a", 40, 30, VocFixture.object("cat", 0, 0, 40, 31));
        assertThat(run(ImportOptions.defaults()).manifest().images().getFirst().boxes()).containsExactly(new Box(0, 0, 40, 30, 1, false));
        for (int[] box : new int[][] {{1, 1, 42, 30}, {-1, 1, 5, 5}, {5, 5, 4, 9}, {41, 3, 41, 5}, {200, 200, 210, 210}}) {
            voc.annotation("a", 40, 30, VocFixture.object("cat", box[0], box[1], box[2], box[3]));
            assertThat(problems()).singleElement().asString().contains("image a has a cat whose box");
        }
    }

    @Test
    void anAnnotationOfAnotherSizeOrWithADocumentTypeIsRefused() throws IOException {
        voc.annotation("a", 400, 300, VocFixture.object("cat", 2, 2, 9, 9));
        voc.text("Annotations/b.xml", "<!DOCTYPE annotation [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><annotation>&x;</annotation>");
        assertThat(problems()).hasSize(2).anyMatch(p -> p.contains("400x300")).anyMatch(p -> p.contains("DOCTYPE"));
    }

    @Test
    void anImageOfWhichNothingIsKnownIsRefused() throws IOException {
        voc.delete("SegmentationClass/c.png");
        voc.delete("Annotations/c.xml");
        assertThat(problems()).singleElement().asString().contains("image c has neither");
    }

    @Test
    void aFolderThatIsNoneIsRefused() throws IOException {
        assertThatThrownBy(() -> VocImport.importVoc(folder.resolve("nowhere"), ImportOptions.defaults(), store, Progress.NONE))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("no such folder");
        voc.text("classes.txt", "background", "cat", "cat");
        Files.move(voc.path("ImageSets"), voc.path("Lists"));
        assertThat(problems()).hasSize(2).anyMatch(p -> p.contains("ImageSets")).anyMatch(p -> p.contains("cat occurs twice"));
    }

    @Test
    void theMessageShowsTheFirstProblemsAndCountsThemAll() throws IOException {
        voc.text("ImageSets/Segmentation/val.txt", IntStream.range(0, 50).mapToObj(i -> "gone" + i).toArray(String[]::new));
        assertThatThrownBy(() -> run(ImportOptions.defaults()))
                .hasMessageContaining("50 problems")
                .hasMessageContaining("… and 30 more")
                .extracting(e -> ((ImportException) e).problems().size()).isEqualTo(50);
    }

    @Test
    void photographsKeepTheirNames() {
        Path animals = Path.of(System.getProperty("seedbed.shared", "/nowhere"), "data", "animals");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(animals), "the photographs are not there");
        ImportedDataset imported = VocImport.importVoc(animals, ImportOptions.defaults().squashedTo(128), store, Progress.NONE);
        assertThat(imported.manifest().images()).hasSize(449).allSatisfy(image -> {
            assertThat(image.tags()).hasSize(1);
            assertThat(image.truth()).isPresent();
        });
        assertThat(Sha256.of(store.read(imported.ref()))).isEqualTo(imported.ref().sha256());
    }

    private ImportedDataset run(ImportOptions options) {
        return VocImport.importVoc(folder, options, store, Progress.NONE);
    }

    private List<String> problems() {
        var empty = new MemoryStore();
        ImportException refused = catchThrowableOfType(
                ImportException.class, () -> VocImport.importVoc(folder, ImportOptions.defaults(), empty, Progress.NONE));
        assertThat(refused).isNotNull();
        assertThat(empty.blobs).isEmpty();
        return refused.problems();
    }

    private static final String GREY_16_BIT =
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADEAAAAAAuzUZnAAAAIklEQVR4nGNgYGB+wX6BewcDgsH8gonlBcuLrx7ML1heAACXCwrkqFZINgAAAA"
            + "BJRU5ErkJggg==";
    private static final String RGB =
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAIAAADUVFKvAAAAI0lEQVR4nF3HsQ0AMAgDsDj8fzJSh25sdpKg7czkBAV29+MBHTADLXoXgfAAAA"
            + "AASUVORK5CYII=";
}
