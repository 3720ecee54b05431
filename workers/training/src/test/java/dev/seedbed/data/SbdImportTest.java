package dev.seedbed.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.imaging.LabelPng;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.MaskCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SbdImportTest {

    @TempDir
    private Path folder;

    private final MemoryStore store = new MemoryStore();
    private VocFixture sbd;
    private VocFixture voc;

    /** VOC has train a, b and val c; SBD has b, c, d, e, of which b has another mask than VOC's and e is in its val. */
    @BeforeEach
    void writeBoth() throws IOException {
        voc = VocFixture.write(folder.resolve("voc"));
        voc.jpeg("d", 24, 18);
        sbd = new VocFixture(folder.resolve("sbd/benchmark_RELEASE/dataset"));
        sbd.text("train.txt", "b", "d", "c");
        sbd.text("val.txt", "e");
        for (Map.Entry<String, int[]> image : Map.of("b", new int[] {33, 47}, "c", new int[] {20, 20}, "d", new int[] {24, 18}, "e", new int[] {19, 26}).entrySet()) {
            int[] size = image.getValue();
            sbd.jpeg(image.getKey(), size[0], size[1]);
            Files.write(sbd.path("cls/" + image.getKey() + ".mat"), matlab(VocFixture.square(size[0], size[1], 2), image.getKey().equals("d")));
        }
        Files.move(sbd.root().resolve("JPEGImages"), sbd.root().resolve("img"));
    }

    @Test
    void byItselfItHasItsOwnListsAndTagsFromItsMasks() {
        DatasetManifest manifest = SbdImport.importSbd(folder.resolve("sbd"), ImportOptions.defaults(), store, Progress.NONE).manifest();
        assertThat(manifest.classes()).isEqualTo(ClassNames.VOC);
        assertThat(manifest.splits()).isEqualTo(Map.of("train", List.of("b", "d", "c"), "val", List.of("e")));
        assertThat(manifest.images()).allSatisfy(image -> assertThat(image.tags()).containsExactly(2));
        assertThat(truth(manifest, "d").labels()).isEqualTo(VocFixture.square(24, 18, 2).labels());
        assertThat(truth(manifest, "e").labels()).isEqualTo(VocFixture.square(19, 26, 2).labels());
    }

    @Test
    void withVocItAddsWhatIsNotInValAndVocsMasksComeFirst() {
        ImportedDataset imported = both(ImportOptions.defaults());
        DatasetManifest manifest = imported.manifest();
        assertThat(manifest.splits().get("trainaug")).containsExactly("a", "b", "d", "e");
        assertThat(manifest.splits().get("train")).containsExactly("a", "b");
        assertThat(truth(manifest, "b").at(5 * 33 + 5)).isEqualTo(1);
        assertThat(truth(manifest, "d").at(5 * 24 + 5)).isEqualTo(2);
        assertThat(imported.notes()).contains("list trainaug: 2 images of train and 2 of SBD");
    }

    @Test
    void aListTrainaugOfTheFolderStays() throws IOException {
        voc.text("ImageSets/Segmentation/trainaug.txt", "d");
        assertThat(both(ImportOptions.defaults().allowingIncomplete()).manifest().splits().get("trainaug")).containsExactly("d");
    }

    @Test
    void masksMayBePngs() throws IOException {
        Files.delete(sbd.path("cls/d.mat"));
        Files.write(sbd.path("cls_png/d.png"), LabelPng.write(VocFixture.square(24, 18, 5)));
        var manifest = SbdImport.importSbd(sbd.root(), ImportOptions.defaults(), store, Progress.NONE).manifest();
        assertThat(truth(manifest, "d").at(5 * 24 + 5)).isEqualTo(5);
    }

    @Test
    void damagedMasksAndForeignFoldersAreRefusedAndNothingIsStored() throws IOException {
        Files.writeString(sbd.path("cls/d.mat"), "no MATLAB");
        Files.write(sbd.path("cls/e.mat"), matlab(VocFixture.square(26, 19, 2), true));
        assertThatThrownBy(() -> SbdImport.importSbd(folder.resolve("sbd"), ImportOptions.defaults(), store, Progress.NONE))
                .hasMessageContaining("2 problems")
                .hasMessageContaining("cls/d.mat: no mask of SBD")
                .hasMessageContaining("mask of image e is for 26x19");
        assertThatThrownBy(() -> SbdImport.importSbd(voc.root(), ImportOptions.defaults(), store, Progress.NONE))
                .hasMessageContaining("no SBD folder");
        assertThat(store.size()).isZero();
    }

    private ImportedDataset both(ImportOptions options) {
        return VocImport.importVoc(voc.root(), Optional.of(folder.resolve("sbd")), options.allowingIncomplete(), store, Progress.NONE);
    }

    private Mask truth(DatasetManifest manifest, String id) {
        return manifest.images().stream().filter(image -> image.id().equals(id)).findFirst()
                .map(image -> MaskCodec.decode(store.read(image.truth().orElseThrow()))).orElseThrow();
    }

    /** GTcls with Segmentation alone, in MATLAB's level 5. */
    private static byte[] matlab(Mask mask, boolean compressed) throws IOException {
        byte[] columns = new byte[mask.labels().length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = mask.labels()[i % mask.height() * mask.width() + i / mask.height()];
        }
        byte[] segmentation = element(14, head(9, mask.height(), mask.width(), ""), element(2, columns));
        byte[] names = "Segmentation\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
        byte[] struct = element(14, head(2, 1, 1, "GTcls"), element(5, integers(16)), element(1, names), segmentation);
        byte[] header = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN).putShort(124, (short) 0x100).put(126, (byte) 'I').put(127, (byte) 'M').array();
        if (compressed) {
            var deflated = new ByteArrayOutputStream();
            try (var out = new DeflaterOutputStream(deflated)) {
                out.write(struct);
            }
            byte[] tag = integers(15, deflated.size());
            return ByteBuffer.allocate(136 + deflated.size()).put(header).put(tag).put(deflated.toByteArray()).array();
        }
        return ByteBuffer.allocate(128 + struct.length).put(header).put(struct).array();
    }

    private static byte[] head(int kind, int rows, int columns, String name) {
        byte[] flags = element(6, integers(kind, 0));
        byte[] sizes = element(5, integers(rows, columns));
        byte[] text = element(1, name.getBytes(StandardCharsets.US_ASCII));
        return ByteBuffer.allocate(flags.length + sizes.length + text.length).put(flags).put(sizes).put(text).array();
    }

    private static byte[] element(int type, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer out = ByteBuffer.allocate(8 + (length + 7) / 8 * 8).put(integers(type, length));
        for (byte[] part : parts) {
            out.put(part);
        }
        return out.array();
    }

    private static byte[] integers(int... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            out.putInt(value);
        }
        return out.array();
    }
}
