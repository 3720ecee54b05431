package dev.seedbed.data.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.data.ImportException;
import dev.seedbed.data.ImportOptions;
import dev.seedbed.data.ImportedDataset;
import dev.seedbed.data.MemoryStore;
import dev.seedbed.data.Progress;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.MaskCodec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoImportTest {

    private static final String IMAGES =
            "\"images\":[{\"id\":9,\"file_name\":\"a.jpg\",\"width\":32,\"height\":24},{\"id\":4,\"file_name\":\"b.jpg\",\"width\":20,\"height\":20}]";
    private static final String CATEGORIES = "\"categories\":[{\"id\":90,\"name\":\"tie\"},{\"id\":1,\"name\":\"person\"},{\"id\":13,\"name\":\"stop sign\"}]";

    @TempDir
    private Path folder;

    private final MemoryStore store = new MemoryStore();

    @BeforeEach
    void writeASoundFolder() throws IOException {
        jpeg("train2017/a.jpg", 32, 24);
        jpeg("train2017/b.jpg", 20, 20);
        jpeg("val2017/c.jpg", 20, 20);
        write("val2017", "\"images\":[{\"id\":1,\"file_name\":\"c.jpg\",\"width\":20,\"height\":20}]", CATEGORIES, "\"annotations\":[]");
        annotations(person(1), tie(2), crowd(3));
    }

    @Test
    void categoriesBecomeClassesInTheOrderOfTheirIds() {
        DatasetManifest manifest = run().manifest();
        assertThat(manifest.classes()).containsExactly("background", "person", "stop sign", "tie");
        assertThat(manifest.splits()).isEqualTo(Map.of("train", List.of("a", "b"), "val", List.of("c")));
    }

    @Test
    void tagsAndBoxesAreThoseOfTheAnnotationsAndCrowdsAreDifficult() {
        DatasetManifest.Image a = image("a");
        assertThat(a.tags()).containsExactly(1, 2, 3);
        assertThat(a.boxes()).containsExactly(
                new Box(2, 2, 23, 20, 1, false), new Box(8, 6, 12, 12, 3, false), new Box(0, 0, 32, 4, 2, true));
        assertThat(image("c").tags()).isEmpty();
        assertThat(image("c").boxes()).isEmpty();
    }

    @Test
    void smallObjectsLieOverLargeOnesAndCrowdsBeneathAll() throws IOException {
        for (List<String> order : List.of(List.of(person(1), tie(2), crowd(3)), List.of(crowd(3), tie(2), person(1)))) {
            annotations(order.toArray(String[]::new));
            Mask mask = mask("a");
            assertThat(mask.at(7 * 32 + 9)).isEqualTo(3);
            assertThat(mask.at(15 * 32 + 9)).isEqualTo(1);
            assertThat(mask.at(3 * 32 + 9)).isEqualTo(1);
            assertThat(mask.at(0)).isEqualTo(Mask.IGNORE);
            assertThat(mask.at(23 * 32 + 31)).isZero();
        }
    }

    @Test
    void anImageWithoutAnnotationsIsAllBackground() {
        assertThat(mask("c").labels()).containsOnly(0);
    }

    @Test
    void compressedRunLengthsAreReadToo() throws IOException {
        // pycocotools' encoding of a 20×20 mask with x 3..6, y 2..9 set
        annotations(annotation(7, 4, 1, 0, "[3,2,4,8]", "{\"size\":[20,20],\"counts\":\"n18<00000R8\"}"));
        Mask mask = mask("b");
        for (int at = 0; at < 400; at++) {
            boolean inside = at % 20 >= 3 && at % 20 < 7 && at / 20 >= 2 && at / 20 < 10;
            assertThat(mask.at(at)).isEqualTo(inside ? 1 : 0);
        }
    }

    @Test
    void annotationsAreFoundBehindAnyTextAndInAnyOrderOfTheSections() throws IOException {
        write("train2017", "\"info\":{\"by\":\"größte Ärzte 数\"}", "\"annotations\":[\n " + person(1) + " ,\n" + tie(2) + "]", CATEGORIES, IMAGES);
        byte[] json = Files.readAllBytes(folder.resolve("annotations/instances_train2017.json"));
        ImportedDataset plain = run();
        byte[] marked = new byte[json.length + 3];
        System.arraycopy(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, 0, marked, 0, 3);
        System.arraycopy(json, 0, marked, 3, json.length);
        Files.write(folder.resolve("annotations/instances_train2017.json"), marked);
        assertThat(run()).isEqualTo(plain);
        assertThat(image("a").tags()).containsExactly(1, 3);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAndNothingIsStored() throws IOException {
        annotations(
                annotation(1, 9, 77, 0, "[1,1,4,4]", "[[1,1,5,1,5,5]]"),
                annotation(2, 9, 1, 0, "[30,1,4,4]", "[[1,1,5,1,5,5]]"),
                annotation(3, 9, 1, 0, "[1,1,4,4]", "[[1,1,5,1]]"),
                annotation(4, 9, 1, 0, "[1,1,4,4]", "{\"size\":[24,32],\"counts\":[5,6]}"),
                annotation(5, 4, 1, 0, "[1,1,4,4]", "{\"size\":[24,32],\"counts\":[768]}"),
                annotation(6, 4, 1, 0, "[1,1,4,4]", "[]"),
                annotation(7, 4, 1, 0, "[1,1,4]", "[[1,1,5,1,5,5]]"),
                annotation(8, 4, 1, 0, "[1,1,-4,4]", "[[1,1,5,1,5,5]]"));
        jpeg("val2017/c.jpg", 21, 20);
        assertThat(problems()).satisfiesExactlyInAnyOrder(
                p -> assertThat(p).contains("annotation 1 of image a", "category 77", "[1, 13, 90]"),
                p -> assertThat(p).contains("annotation 2 of image a", "does not lie in the picture of 32x24"),
                p -> assertThat(p).contains("annotation 3 of image a", "4 numbers"),
                p -> assertThat(p).contains("annotation 4 of image a", "add up to 11"),
                p -> assertThat(p).contains("annotation 5 of image b", "[24,32]"),
                p -> assertThat(p).contains("annotation 6 of image b", "--incomplete"),
                p -> assertThat(p).contains("annotation 7 of image b", "bbox"),
                p -> assertThat(p).contains("annotation 8 of image b", "bbox"),
                p -> assertThat(p).contains("image c is for 20x20", "21x20"));
    }

    @Test
    void picturesThatAreMissingOrLeadOutsideAreRefused() throws IOException {
        write("train2017",
                "\"images\":[{\"id\":9,\"file_name\":\"../a.jpg\",\"width\":32,\"height\":24},{\"id\":4,\"file_name\":\"gone.jpg\",\"width\":20,\"height\":20},"
                        + "{\"id\":5,\"file_name\":\"c.jpg\",\"width\":20,\"height\":20}]",
                CATEGORIES, "\"annotations\":[]");
        jpeg("train2017/c.jpg", 20, 20);
        assertThat(problems()).satisfiesExactlyInAnyOrder(
                p -> assertThat(p).contains("../a.jpg", "outside"),
                p -> assertThat(p).contains("gone.jpg of list train"),
                p -> assertThat(p).contains("image c of list val is listed twice"));
    }

    @Test
    void filesThatAreNoneOrDisagreeAreRefused() throws IOException {
        Path val = folder.resolve("annotations/instances_val2017.json");
        write("val2017", "\"images\":[{\"id\":1,\"file_name\":\"c.jpg\",\"width\":20,\"height\":20}]", "\"categories\":[{\"id\":1,\"name\":\"person\"}]", "\"annotations\":[]");
        assertThat(problems()).singleElement().asString().contains("other categories");
        for (String broken : List.of("[]", "{\"images\":[", "{\"images\":{}}", "{}", "{\"annotations\":[{\"image_id\":3}]," + IMAGES + "," + CATEGORIES + "}")) {
            Files.writeString(val, broken);
            assertThat(problems()).singleElement().asString().contains("instances_val2017.json");
        }
        Files.writeString(val, "{" + IMAGES + "," + CATEGORIES + ",\"annotations\":[]}", StandardCharsets.UTF_16);
        assertThat(problems()).isNotEmpty();
    }

    @Test
    void objectsWithoutSegmentationLeaveTheirImageWithoutMaskIfThatIsMeant() throws IOException {
        annotations(annotation(6, 4, 1, 0, "[1,1,4,4]", "[]"));
        var manifest = CocoImport.importCoco(
                folder, Map.of(), List.of(), ImportOptions.defaults().allowingIncomplete(), store, Progress.NONE).manifest();
        assertThat(manifest.split("train").get(1).truth()).isEmpty();
        assertThat(manifest.split("train").get(1).boxes()).containsExactly(new Box(1, 1, 5, 5, 1, false));
        assertThat(manifest.split("train").get(0).truth()).isPresent();
    }

    @Test
    void listsAndFoldersCanBeGiven() {
        Path file = folder.resolve("annotations/instances_train2017.json");
        var manifest = CocoImport.importCoco(
                folder, Map.of("mini", file), List.of(folder.resolve("train2017")), ImportOptions.defaults(), store, Progress.NONE).manifest();
        assertThat(manifest.splits()).containsOnlyKeys("mini");
    }

    private static String person(int id) {
        return annotation(id, 9, 1, 0, "[2.25,2.5,20.5,17]", "[[2,2,22,2,22,19,2,19],[20,18,23,18,23,20,20,20]]");
    }

    private static String tie(int id) {
        return annotation(id, 9, 90, 0, "[8,6,4,6]", "[[8,6,12,6,12,12,8,12]]");
    }

    /** The first four rows of image a. */
    private static String crowd(int id) {
        return annotation(id, 9, 13, 1, "[0,0,32,4]", "{\"size\":[24,32],\"counts\":[0" + ",4,20".repeat(32) + "]}");
    }

    private static String annotation(int id, int image, int category, int crowd, String box, String segmentation) {
        return "{\"id\":%d,\"segmentation\":%s,\"area\":5.5,\"iscrowd\":%d,\"image_id\":%d,\"bbox\":%s,\"category_id\":%d}"
                .formatted(id, segmentation, crowd, image, box, category);
    }

    private void annotations(String... all) throws IOException {
        write("train2017", IMAGES, "\"annotations\":[" + String.join(",", all) + "]", CATEGORIES);
    }

    private void write(String split, String... sections) throws IOException {
        Path file = folder.resolve("annotations/instances_" + split + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{" + String.join(",", sections) + "}");
    }

    private void jpeg(String name, int width, int height) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "jpg", folder.resolve(name).toFile());
    }

    private ImportedDataset run() {
        return CocoImport.importCoco(folder, Map.of(), List.of(), ImportOptions.defaults(), store, Progress.NONE);
    }

    private DatasetManifest.Image image(String id) {
        return run().manifest().images().stream().filter(image -> image.id().equals(id)).findFirst().orElseThrow();
    }

    private Mask mask(String id) {
        return MaskCodec.decode(store.read(image(id).truth().orElseThrow()));
    }

    private List<String> problems() {
        ImportException refused = catchThrowableOfType(ImportException.class, this::run);
        assertThat(refused).isNotNull();
        assertThat(store.size()).isZero();
        return refused.problems();
    }
}
