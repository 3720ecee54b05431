package dev.seedbed.app.label;

import dev.seedbed.app.engine.Environment;
import dev.seedbed.app.engine.Stack;
import dev.seedbed.app.engine.StateFolder;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactRef.Format;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.LabelManifest;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.data.Progress;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.MaskCodec;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.label.LabelFilter;
import dev.seedbed.tracking.label.LabelQuality;
import dev.seedbed.tracking.label.LabelRow;
import dev.seedbed.tracking.label.LabelStore;
import dev.seedbed.tracking.label.NewLabelVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Two versions of a data set of VOC's size, no mask in common, compared; then thousands of versions, listed. */
final class LabelVersionsBench {

    private static final int IMAGES = 10_582;
    private static final int WIDTH = 500;
    private static final int HEIGHT = 375;
    private static final int CLASSES = 21;
    private static final int BLOBS = 12;
    private static final int VERSIONS = 5_000;
    private static final int REPEATS = 5;

    private final Facts facts;

    private LabelVersionsBench(Facts facts) {
        this.facts = facts;
    }

    /** The argument is an empty folder for the state. */
    public static void main(String[] arguments) throws Exception {
        try (Stack stack = Stack.databaseOnly(StateFolder.at(Path.of(arguments[0])), Environment.current(), System.err::println);
                Facts facts = Facts.open(stack.connection())) {
            facts.database().migrate();
            new LabelVersionsBench(facts).run();
        }
    }

    private void run() throws Exception {
        String dataset = dataset();
        LabelRow a = version(dataset, "bench-a", 1);
        LabelRow b = version(dataset, "bench-b", 2);
        var comparison = new LabelComparison(facts.artifacts(), Progress.NONE);
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            time("diff of two versions of " + IMAGES + " masks", () -> comparison.diff(a, b));
        }
        for (int number = 0; number < VERSIONS; number++) {
            record(dataset, a.contentHash(), "bench-" + number, number);
        }
        var store = new LabelStore(facts.database());
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            time("lines of " + VERSIONS + " versions", () -> store.listings(LabelFilter.all()));
        }
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            time("the same whole, as --json has them", () -> store.list(LabelFilter.all()));
        }
    }

    private static void time(String what, Callable<?> work) throws Exception {
        long start = System.nanoTime();
        work.call();
        System.out.printf("%-45s %.3f s%n", what, (System.nanoTime() - start) / 1e9);
    }

    private static String id(int image) {
        return "image_%05d".formatted(image);
    }

    private String dataset() {
        List<DatasetManifest.Image> images = IntStream.range(0, IMAGES)
                .mapToObj(image -> new DatasetManifest.Image(
                        id(image), WIDTH, HEIGHT, List.of(1), Sha256.of(id(image)), Optional.empty(), List.of(), Optional.empty()))
                .toList();
        List<String> classes = IntStream.range(0, CLASSES).mapToObj(label -> "class " + label).toList();
        var manifest = new DatasetManifest(
                classes, List.of(0, 0, 0), images, Map.of("train", images.stream().map(DatasetManifest.Image::id).toList()));
        return facts.artifacts().put(Json.write(manifest).getBytes(StandardCharsets.UTF_8), Format.DATASET).sha256();
    }

    private LabelRow version(String dataset, String name, long seed) {
        var masks = new TreeMap<String, String>();
        var counts = new TreeMap<Integer, Long>();
        for (int from = 0; from < IMAGES; from += 512) {
            List<Mask> some = IntStream.range(from, Math.min(IMAGES, from + 512)).parallel().mapToObj(image -> mask(seed * IMAGES + image)).toList();
            List<ArtifactRef> refs = facts.artifacts().putAll(some.stream().map(MaskCodec::encode).toList(), Format.MASK);
            for (int i = 0; i < some.size(); i++) {
                masks.put(id(from + i), refs.get(i).sha256());
                for (byte label : some.get(i).labels()) {
                    counts.merge(label & 0xFF, 1L, Long::sum);
                }
            }
        }
        ArtifactRef ref = facts.artifacts().put(Json.write(new LabelManifest(dataset, masks)).getBytes(StandardCharsets.UTF_8), Format.LABELS);
        return new LabelStore(facts.database()).importVersion(version(dataset, ref, name, counts));
    }

    /** Ragged ellipses of some classes with ignored rims on background. */
    private static Mask mask(long seed) {
        var random = new SplittableRandom(seed);
        byte[] labels = new byte[WIDTH * HEIGHT];
        for (int blob = 0; blob < BLOBS; blob++) {
            int label = random.nextInt(CLASSES);
            double x0 = random.nextDouble(WIDTH);
            double y0 = random.nextDouble(HEIGHT);
            double radius = 20 + random.nextDouble(90);
            for (int y = 0; y < HEIGHT; y++) {
                double ragged = radius + random.nextDouble(6);
                for (int x = 0; x < WIDTH; x++) {
                    double distance = Math.hypot(x - x0, y - y0);
                    if (distance < ragged) {
                        labels[y * WIDTH + x] = (byte) (distance > ragged - 5 ? Mask.IGNORE : label);
                    }
                }
            }
        }
        return new Mask(WIDTH, HEIGHT, labels);
    }

    private void record(String dataset, String manifest, String name, int number) {
        var ref = new ArtifactRef(manifest, 1, Format.LABELS);
        new LabelStore(facts.database()).importVersion(version(dataset, ref, name, Map.of(0, 1_000_000L + number, 255, 1_000L)));
    }

    private static NewLabelVersion version(String dataset, ArtifactRef ref, String name, Map<Integer, Long> counts) {
        var perClass = new ArrayList<LabelQuality.PerClass>();
        var confusion = new ArrayList<List<Long>>();
        for (int label = 0; label < CLASSES; label++) {
            var figure = OptionalDouble.of(1.0 / (label + 3));
            perClass.add(new LabelQuality.PerClass("class " + label, figure, figure, figure));
            int truth = label;
            confusion.add(IntStream.range(0, CLASSES).mapToObj(other -> 7919L * truth + 104_729L * other).toList());
        }
        return new NewLabelVersion(
                name, ref, LabelVersion.Kind.IMPORTED, Optional.empty(), dataset, "tags", "imagenet", counts,
                Optional.of(new LabelQuality(0.5, perClass, confusion)), 0.9, Optional.empty(), List.of());
    }
}
