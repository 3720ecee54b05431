package dev.seedbed.app.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.app.UserError;
import dev.seedbed.app.campaign.Datasets;
import dev.seedbed.app.engine.Environment;
import dev.seedbed.app.engine.Stack;
import dev.seedbed.app.engine.StateFolder;
import dev.seedbed.app.label.LabelDiff.ClassChange;
import dev.seedbed.app.label.LabelSheet.Captioned;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.campaign.CampaignFile;
import dev.seedbed.campaign.CampaignSpec;
import dev.seedbed.data.Manifests;
import dev.seedbed.data.Progress;
import dev.seedbed.data.StoredMasks;
import dev.seedbed.data.scenes.Scenes;
import dev.seedbed.imaging.LabelPng;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Palette;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.campaign.CampaignRow;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.NewCampaign;
import dev.seedbed.tracking.campaign.TrialState;
import dev.seedbed.tracking.label.LabelFilter;
import dev.seedbed.tracking.label.LabelRevocation;
import dev.seedbed.tracking.label.LabelRow;
import dev.seedbed.tracking.label.LabelStatus;
import dev.seedbed.tracking.label.LabelStore;
import dev.seedbed.tracking.label.Revocation;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Label versions brought in, compared, shown and brought out, on a database of their own. */
class LabelWorkTest {

    private static final int TRAIN = 8;

    @TempDir
    static Path state;

    @TempDir
    Path folder;

    private static Stack stack;
    private static Facts facts;
    private static LabelRow truth;

    @BeforeAll
    static void paintScenes() throws Exception {
        stack = Stack.databaseOnly(StateFolder.at(state), Environment.current(), line -> {});
        facts = Facts.open(stack.connection());
        facts.database().migrate();
        new Datasets(facts).register("scenes", new Scenes(5, TRAIN, 2, 64).store(facts.artifacts(), Progress.NONE));
        new Datasets(facts).register("others", new Scenes(6, TRAIN, 2, 64).store(facts.artifacts(), Progress.NONE));
        truth = NamedLabels.require(facts.database(), "scenes");
    }

    @AfterAll
    static void close() {
        facts.close();
        stack.close();
    }

    private interface Change {
        void on(String image, byte[] labels);
    }

    /** The true masks of the list train as a folder, changed. */
    private Path masks(String name, Change change) throws Exception {
        Path to = Files.createDirectories(folder.resolve(name));
        StoredMasks known = StoredMasks.open(facts.artifacts(), truth.version());
        for (String id : train()) {
            Mask mask = known.mask(id);
            byte[] labels = mask.labels().clone();
            change.on(id, labels);
            Path file = to.resolve(id + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, LabelPng.write(new Mask(mask.width(), mask.height(), labels)));
        }
        return to;
    }

    private static List<String> train() {
        return Manifests.dataset(facts.artifacts(), truth.dataset()).splits().get("train");
    }

    private static LabelRow bringIn(Path masks, String name) {
        return new LabelImport(masks, "scenes", name, "train", "boxes", "imagenet").run(facts, Progress.NONE);
    }

    private static long blobs() throws IOException {
        try (Stream<Path> files = Files.walk(stack.connection().artifacts())) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static int imports() {
        return new LabelStore(facts.database()).list(LabelFilter.all()).size();
    }

    @Test
    void whatIsExportedIsAnIndexPngWithVocsPaletteAndImportsAsTheSameMasks() throws Exception {
        LabelRow row = bringIn(masks("marked", (id, labels) -> labels[5] = (byte) Mask.IGNORE), "marked");
        assertThat(row.kind()).isEqualTo(LabelVersion.Kind.IMPORTED);
        assertThat(row.supervision()).isEqualTo("boxes");
        assertThat(row.coverage()).isEqualTo(1 - row.pixelCounts().path("255").asDouble() / (TRAIN * 4096)).isLessThan(1);
        assertThat(row.quality().orElseThrow().path("meanIou").asDouble()).isBetween(0.99, 1.0);
        Path out = folder.resolve("out");
        assertThat(LabelExport.write(row.version(), out, facts.artifacts())).isEqualTo(TRAIN);
        byte[] png = Files.readAllBytes(out.resolve("SegmentationClass").resolve(train().getFirst() + ".png"));
        assertThat(png[24]).as("bits a sample").isEqualTo((byte) 8);
        assertThat(png[25]).as("palette indices").isEqualTo((byte) 3);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getRaster().getSample(5, 0, 0)).isEqualTo(Mask.IGNORE);
        for (int label = 0; label < 256; label++) {
            assertThat(((IndexColorModel) image.getColorModel()).getRGB(label) & 0xFFFFFF).isEqualTo(Palette.rgb(label));
        }
        assertThat(bringIn(out, "marked-again").contentHash()).isEqualTo(row.contentHash());
        assertThat(bringIn(out, "marked").id()).as("the same masks under the same name").isEqualTo(row.id());
    }

    @Test
    void aBrokenFolderIsRefusedWholeWithEverythingThatIsWrong() throws Exception {
        Path broken = masks("broken", (id, labels) -> {});
        List<String> ids = train();
        Files.delete(broken.resolve(ids.get(0) + ".png"));
        Files.write(broken.resolve(ids.get(1) + ".png"), LabelPng.write(new Mask(3, 2, new byte[6])));
        byte[] strange = new byte[64 * 64];
        strange[64 + 2] = 99;
        Files.write(broken.resolve(ids.get(2) + ".png"), LabelPng.write(new Mask(64, 64, strange)));
        Files.writeString(broken.resolve(ids.get(3) + ".png"), "no picture");
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", broken.resolve(ids.get(4) + ".png").toFile());
        byte[] whole = Files.readAllBytes(broken.resolve(ids.get(5) + ".png"));
        Files.write(broken.resolve(ids.get(5) + ".png"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(broken.resolve("classes.txt"), "background\ncat\n");
        long blobs = blobs();
        int versions = imports();
        assertThatThrownBy(() -> bringIn(broken, "broken"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("7 problems")
                .hasMessageContaining(ids.get(0) + ".png is missing")
                .hasMessageContaining(ids.get(1) + ".png has 3x2 pixels, the data set's picture has 64x64")
                .hasMessageContaining(ids.get(2) + ".png has class 99 at x 2, y 1")
                .hasMessageContaining(ids.get(3) + ".png is no mask: not a PNG")
                .hasMessageContaining(ids.get(4) + ".png is no mask: a mask is a PNG of palette indices or grey levels, not RGB")
                .hasMessageContaining(ids.get(5) + ".png is no mask")
                .hasMessageContaining("classes.txt names [background, cat]");
        assertThat(blobs()).isEqualTo(blobs);
        assertThat(imports()).isEqualTo(versions);
    }

    @Test
    void anImportsNameIsTakenByItsMasksAndItsListAndWordsMustBeKnown() throws Exception {
        bringIn(masks("taken", (id, labels) -> labels[0] = 1), "taken");
        Path other = masks("other", (id, labels) -> labels[0] = 2);
        assertThatThrownBy(() -> bringIn(other, "taken")).isInstanceOf(UserError.class).hasMessageContaining("taken exists already");
        assertThatThrownBy(() -> new LabelImport(other, "scenes", "x", "trian", "boxes", "none").run(facts, Progress.NONE))
                .isInstanceOf(UserError.class).hasMessageContaining("did you mean train?");
        assertThatThrownBy(() -> new LabelImport(other, "scenes", "2012", "train", "boxes", "none"))
                .isInstanceOf(UserError.class).hasMessageContaining("not digits alone");
        assertThatThrownBy(() -> new LabelImport(other, "scenes", "x", "train", "Boxes!", "none"))
                .isInstanceOf(UserError.class).hasMessageContaining("--supervision");
    }

    @Test
    void aRevokedImportIsNotBroughtBackUnderItsName() throws Exception {
        Path masks = masks("fallen", (id, labels) -> labels[3] = 1);
        LabelRow row = bringIn(masks, "fallen");
        new LabelRevocation(facts.database(), "ada").revoke(row.id(), Optional.empty());
        assertThatThrownBy(() -> bringIn(masks, "fallen")).isInstanceOf(UserError.class).hasMessageContaining("is revoked");
        assertThat(bringIn(masks, "risen").status()).isEqualTo(LabelStatus.PROPOSED);
    }

    @Test
    void anUnchangedMaskIsStoredOnce() throws Exception {
        bringIn(masks("all", (id, labels) -> labels[7] = 2), "all");
        long before = blobs();
        String changed = train().get(3);
        bringIn(masks("one", (id, labels) -> labels[7] = (byte) (id.equals(changed) ? 1 : 2)), "one");
        assertThat(blobs() - before).as("one mask and the manifest").isEqualTo(2);
    }

    @Test
    void aDiffCountsWhatItsPixelsSayAndNeverReadsEqualMasks() throws Exception {
        List<String> ids = train();
        Path first = masks("first", (id, labels) -> labels[9] = (byte) Mask.IGNORE);
        Path second = masks("second", (id, labels) -> {
            labels[9] = (byte) Mask.IGNORE;
            if (ids.indexOf(id) < 3) {
                Arrays.fill(labels, 0, 100 * (1 + ids.indexOf(id)), (byte) (1 + ids.indexOf(id)));
            }
        });
        LabelRow a = bringIn(first, "first");
        LabelRow b = bringIn(second, "second");
        var reads = new ReadCounter(facts.artifacts());
        LabelDiff diff = new LabelComparison(reads, Progress.NONE).diff(a, b);
        assertThat(reads.read().stream().filter(StoredMasks.open(facts.artifacts(), a.version()).manifest().masks()::containsValue))
                .as("masks of the first version that were read").hasSize(3);

        assertThat(diff.images()).isEqualTo(TRAIN);
        assertThat(diff.changed()).extracting(LabelDiff.ImageChange::image).containsExactly(ids.get(2), ids.get(1), ids.get(0));
        Map<Integer, long[]> expected = counts(a, b);
        for (ClassChange change : diff.classes()) {
            long[] pixels = expected.getOrDefault(change.label(), new long[3]);
            assertThat(List.of(change.pixelsA(), change.pixelsB(), change.left(), change.entered())).as(change.name())
                    .containsExactly(pixels[0], pixels[1], pixels[0] - pixels[2], pixels[1] - pixels[2]);
        }
        long equal = expected.values().stream().mapToLong(pixels -> pixels[2]).sum();
        assertThat(diff.agreement().orElseThrow()).isEqualTo((double) equal / (TRAIN * 4096));
        assertThat(diff.classes().getLast().label()).isEqualTo(Mask.IGNORE);
    }

    /** Pixels in the first, in the second and in both by label, one after the other. */
    private static Map<Integer, long[]> counts(LabelRow a, LabelRow b) {
        StoredMasks first = StoredMasks.open(facts.artifacts(), a.version());
        StoredMasks second = StoredMasks.open(facts.artifacts(), b.version());
        var counts = new TreeMap<Integer, long[]>();
        for (String id : train()) {
            for (int pixel = 0; pixel < 4096; pixel++) {
                int left = first.mask(id).at(pixel);
                int right = second.mask(id).at(pixel);
                counts.computeIfAbsent(left, label -> new long[3])[0]++;
                counts.computeIfAbsent(right, label -> new long[3])[1]++;
                counts.get(left)[2] += left == right ? 1 : 0;
            }
        }
        return counts;
    }

    @Test
    void aVersionOfSomeImagesIsComparedWithOneOfMoreOverThoseThatBothLabel() throws Exception {
        LabelRow some = bringIn(masks("some", (id, labels) -> {}), "some");
        LabelDiff diff = new LabelComparison(facts.artifacts(), Progress.NONE).diff(truth, some);
        assertThat(diff.onlyA()).isEqualTo(2);
        assertThat(diff.pixels()).isEqualTo(TRAIN * 4096);
        assertThat(diff.agreement()).hasValue(1);
        assertThat(diff.meanIou()).hasValue(1);
        assertThat(diff.classes()).allMatch(change -> change.left() == 0 && change.entered() == 0);
        LabelRow other = NamedLabels.require(facts.database(), "others");
        assertThatThrownBy(() -> new LabelComparison(facts.artifacts(), Progress.NONE).diff(some, other))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("data set scenes").hasMessageContaining("of others");
    }

    @Test
    void theWorstImagesComeFirstAndTheSheetShowsThem() throws Exception {
        String ruined = train().get(4);
        LabelRow row = bringIn(masks("ruined", (id, labels) -> {
            if (id.equals(ruined)) {
                Arrays.fill(labels, (byte) Mask.IGNORE);
            }
        }), "ruined");
        var scores = new LabelComparison(facts.artifacts(), Progress.NONE).worst(row);
        assertThat(scores).hasSize(TRAIN);
        assertThat(scores.getFirst().image()).isEqualTo(ruined);
        assertThat(scores.getLast().meanIou()).isEqualTo(1);
        var sheet = new LabelSheet("sheet", List.of(row), List.of(new Captioned(ruined, ruined)));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(sheet.png(facts.artifacts())));
        long undecided = IntStream.range(0, image.getWidth() * image.getHeight())
                .filter(i -> (image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xFFFFFF) == Palette.rgb(Mask.IGNORE))
                .count();
        assertThat(undecided).as("pixels of the cell of 160x160").isGreaterThanOrEqualTo(160 * 160);
    }

    @Test
    void aVersionIsNamedByIdTagNameOrHashAndTheNearestNameIsOffered() throws Exception {
        LabelRow row = bringIn(masks("named", (id, labels) -> labels[1] = 2), "named-version");
        for (String name : List.of(Long.toString(row.id()), "named-version", row.contentHash().substring(0, 12))) {
            assertThat(NamedLabels.require(facts.database(), name).id()).isEqualTo(row.id());
        }
        assertThatThrownBy(() -> NamedLabels.require(facts.database(), "named-versoin"))
                .isInstanceOf(UserError.class).hasMessageContaining("did you mean named-version?");
        assertThatThrownBy(() -> NamedLabels.require(facts.database(), "123456"))
                .isInstanceOf(UserError.class).hasMessageContaining("there is no label version 123456; ./seedbed labels lists them");
    }

    @Test
    void whatFellIsComputedAnewByTheTrialsThatUsedItUnderAFreeName() {
        var campaigns = new CampaignStore(facts.database());
        var spec = CampaignFile.read("mine.yaml", """
                campaign: mine
                method: full-supervision
                dataset: scenes
                seeds: [0, 1, 2]
                variants:
                  long: {segmenter.epochs: 3}
                  short: {segmenter.epochs: 1}
                """, Map.of()).spec();
        CampaignRow row = campaigns.submit(new NewCampaign("mine", Sha256.of("mine"), Json.tree(spec), "", "team", "ada"), List.of());
        var trials = List.of(
                new Revocation.Trial(row.id(), "mine", 4, "short, seed 0", TrialState.DONE, List.of(7L, 8L)),
                new Revocation.Trial(row.id(), "mine", 6, "short, seed 2", TrialState.DONE, List.of(9L)));
        List<CampaignSpec> anew = new Recompute(campaigns).of(new Revocation(List.of(), List.of(), trials));
        assertThat(anew).singleElement().satisfies(again -> {
            assertThat(again.campaign()).isEqualTo("mine-again");
            assertThat(again.variants().keySet()).containsExactly("short");
            assertThat(again.seeds()).containsExactly(0L, 2L);
        });
        Path file = Recompute.write(anew, folder.resolve("recompute")).getFirst();
        assertThat(file).hasFileName("mine-again.yaml").content().satisfies(text ->
                assertThat(Json.write(CampaignFile.read("again", text, Map.of()).spec())).isEqualTo(Json.write(anew.getFirst())));
        assertThat(new Recompute(campaigns).of(new Revocation(List.of(), List.of(), List.of()))).isEmpty();
    }
}
