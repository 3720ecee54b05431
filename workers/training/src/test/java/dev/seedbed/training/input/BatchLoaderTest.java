package dev.seedbed.training.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.SeedMaps;
import dev.seedbed.stage.Training;
import dev.seedbed.training.Drawn;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.weights.InputConvention;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {

    private static final int STEPS = 6;
    private static final InputConvention BYTES = new InputConvention(
            InputConvention.Order.RGB, 255, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

    @Test
    void batchesAreTheSameWhateverTheNumberOfThreads() {
        for (Training training : List.of(squash(0.4), crop(0.5, 2))) {
            List<String> one = load(Drawn.rectangles(13), training, 1, 0);
            assertThat(load(Drawn.rectangles(13), training, 3, 0)).isEqualTo(one);
        }
    }

    @Test
    void batchesAreTheSameWhenLoadingBeginsLater() {
        List<String> all = load(Drawn.rectangles(13), crop(0.5, 2), 2, 0);
        List<String> late = load(Drawn.rectangles(13), crop(0.5, 2), 2, 4);
        int arraysPerStep = all.size() / STEPS;
        assertThat(late).isEqualTo(all.subList(4 * arraysPerStep, all.size()));
    }

    @Test
    void labelsFollowTheirPixelsThroughEveryVariation() {
        for (Training training : List.of(squash(0), crop(1, 1), crop(0.5, 2))) {
            forEach(Drawn.rectangles(13), training, arrays -> {
                float[] pixels = arrays.pixels().toFloatArray();
                byte[] labels = arrays.labels().orElseThrow().toByteArray();
                assertThat(disagreement(pixels, labels, training)).isLessThan(training.crop() && training.minScale() == 1 ? 1e-9 : 0.06);
            });
        }
    }

    /** The share of pixels whose colour says one class clearly while their label says another. */
    private static double disagreement(float[] pixels, byte[] labels, Training training) {
        int area = training.sidePx() * training.sidePx();
        int wrong = 0;
        for (int n = 0; n < training.batch(); n++) {
            for (int p = 0; p < area; p++) {
                int label = labels[n * area + p] & 0xFF;
                int seen = 0;
                for (int c = 0; c < 3; c++) {
                    seen = pixels[(n * 3 + c) * area + p] > 200 ? c + 1 : seen;
                }
                wrong += label != Mask.IGNORE && seen != label ? 1 : 0;
            }
        }
        return wrong / (double) labels.length;
    }

    @Test
    void boxesFollowTheirObjectsThroughEveryVariation() {
        for (Training training : List.of(squash(0), crop(1, 1), crop(0.5, 2))) {
            run(Drawn.rectangles(13), training, new Needs(true, false, true, OptionalInt.empty()), 1, 0, arrays -> {
                byte[] labels = arrays.labels().orElseThrow().toByteArray();
                for (int n = 0; n < training.batch(); n++) {
                    byte[] own = Arrays.copyOfRange(labels, n * area(training), (n + 1) * area(training));
                    List<DatasetManifest.Box> boxes = arrays.shown().get(n).boxes();
                    int rounding = training.crop() && training.minScale() == 1 ? 0 : 1;
                    assertThat(boxes).allMatch(box -> holdsOnlyItsClass(own, box, rounding, training));
                    assertThat(outside(own, boxes, training)).isZero();
                }
            });
        }
    }

    private static int area(Training training) {
        return training.sidePx() * training.sidePx();
    }

    /** Whether a box's known pixels, but for a border, are all of its class. */
    private static boolean holdsOnlyItsClass(byte[] labels, DatasetManifest.Box box, int border, Training training) {
        for (int y = box.y0() + border; y < box.y1() - border; y++) {
            for (int x = box.x0() + border; x < box.x1() - border; x++) {
                int label = labels[y * training.sidePx() + x] & 0xFF;
                if (label != box.label() && label != Mask.IGNORE) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Pixels of objects that lie in no box. */
    private static int outside(byte[] labels, List<DatasetManifest.Box> boxes, Training training) {
        int count = 0;
        for (int at = 0; at < labels.length; at++) {
            int x = at % training.sidePx();
            int y = at / training.sidePx();
            boolean object = labels[at] != 0 && (labels[at] & 0xFF) != Mask.IGNORE;
            count += object && boxes.stream().noneMatch(box -> x >= box.x0() && x < box.x1() && y >= box.y0() && y < box.y1()) ? 1 : 0;
        }
        return count;
    }

    @Test
    void theFrameIsWhereThePictureLies() {
        for (Training training : List.of(squash(0), crop(0.5, 0.7))) {
            forEach(Drawn.rectangles(13), training, arrays -> {
                float[] pixels = arrays.pixels().toFloatArray();
                for (int n = 0; n < training.batch(); n++) {
                    Shown.Frame frame = arrays.shown().get(n).frame();
                    int shown = 0;
                    for (int at = 0; at < area(training); at++) {
                        int x = at % training.sidePx();
                        int y = at / training.sidePx();
                        boolean inside = x >= frame.x0() && x < frame.x1() && y >= frame.y0() && y < frame.y1();
                        shown += inside ? 1 : 0;
                        assertThat(inside || pixels[n * 3 * area(training) + at] == 0).isTrue();
                    }
                    assertThat(shown).isPositive();
                }
            });
        }
    }

    @Test
    void cuesAndTruthOnTheGridAreMirroredWithTheirPicture() {
        int grid = 8;
        PictureSource pictures = new Wrapped(Drawn.squares(8, 32)) {
            @Override
            public Optional<SeedMaps> cues(int index) {
                byte[] seeds = new byte[4 * grid * grid];
                Mask onGrid = Resampling.resize(mask(index).orElseThrow(), grid, grid);
                for (int place = 0; place < grid * grid; place++) {
                    if (onGrid.at(place) != Mask.IGNORE) {
                        seeds[onGrid.at(place) * grid * grid + place] = 1;
                    }
                }
                return Optional.of(new SeedMaps(4, grid, grid, seeds));
            }

            @Override
            public Optional<Mask> truth(int index) {
                return mask(index);
            }
        };
        run(pictures, squash(0), Needs.cues(grid), 2, 0, arrays -> arrays.shown().forEach(shown -> {
            Shown.OnGrid onGrid = shown.onGrid().orElseThrow();
            for (int place = 0; place < grid * grid; place++) {
                int label = onGrid.truth().orElseThrow().at(place);
                assertThat(label == Mask.IGNORE || onGrid.cues().at(label, place)).isTrue();
                boolean reddish = (onGrid.picture().rgb()[3 * place] & 0xFF) > 200;
                assertThat(!reddish || label == 1 || label == Mask.IGNORE).isTrue();
            }
        }));
    }

    @Test
    void cuesOfAnotherGridAreRefused() {
        PictureSource pictures = new Wrapped(Drawn.squares(8, 32)) {
            @Override
            public Optional<SeedMaps> cues(int index) {
                return Optional.of(new SeedMaps(4, 7, 7, new byte[4 * 49]));
            }
        };
        assertThatThrownBy(() -> run(pictures, squash(0), Needs.cues(8), 1, 0, arrays -> {}))
                .hasMessageContaining("7x7")
                .hasMessageContaining("8x8")
                .hasMessageContaining("drawn-");
    }

    @Test
    void coloursVaryOnlyWhenAskedTo() {
        Training plain = squash(0);
        Training jittered = new Training(
                plain.epochs(), plain.batch(), plain.sidePx(), false, 1, 1, true, 0.01, 10, 1, 0.9, 5e-4, 0.9, 0,
                OptionalInt.empty(), Optional.empty(), Optional.empty(), OptionalDouble.of(0.3), OptionalDouble.empty(), OptionalInt.empty(), OptionalInt.empty());
        List<String> before = load(Drawn.squares(8, 32), plain, 1, 0);
        List<String> after = load(Drawn.squares(8, 32), jittered, 1, 0);
        assertThat(after.get(0)).isNotEqualTo(before.get(0));
        assertThat(after.get(2)).as("labels").isEqualTo(before.get(2));
    }

    @Test
    void whatLiesOutsideAPictureIsTheMeanColourAndUnknown() {
        forEach(Drawn.squares(4, 32), new Training(1, 4, 64, true, 1, 1, true, 0, 1, 1, 0, 0, 0, 0), arrays -> {
            float[] pixels = arrays.pixels().toFloatArray();
            byte[] labels = arrays.labels().orElseThrow().toByteArray();
            int zero = 0;
            int unknown = 0;
            for (float pixel : pixels) {
                zero += pixel == 0 ? 1 : 0;
            }
            for (byte label : labels) {
                unknown += (label & 0xFF) == Mask.IGNORE ? 1 : 0;
            }
            assertThat(zero).isEqualTo(4 * 3 * (64 * 64 - 32 * 32));
            assertThat(unknown).isEqualTo(4 * (64 * 64 - 32 * 32 + 63));
        });
    }

    @Test
    void dropoutKeepsTheExpectedShareAndTheExpectedValue() {
        forEach(Drawn.squares(4, 32), squash(0.3), arrays -> {
            NDArray ones = arrays.pixels().getManager().ones(new Shape(4, 50, 9, 9));
            float[] masked = arrays.dropout().apply(ones).toFloatArray();
            double kept = 0;
            double sum = 0;
            for (float value : masked) {
                kept += value > 0 ? 1 : 0;
                sum += value;
            }
            assertThat(kept / masked.length).isBetween(0.68, 0.72);
            assertThat(sum / masked.length).isBetween(0.97, 1.03);
        });
    }

    @Test
    void everyEpochShowsEachPictureAtMostOnceAndInAnotherOrder() {
        Schedule schedule = Schedule.of(13, squash(0));
        List<Integer> seen = new ArrayList<>();
        for (int step = 0; step < schedule.perEpoch(); step++) {
            for (int picture : schedule.pictures(5, step)) {
                seen.add(picture);
            }
        }
        assertThat(seen).hasSize(12).doesNotHaveDuplicates();
        assertThat(schedule.pictures(5, 0)).isNotEqualTo(schedule.pictures(5, 3));
        assertThat(schedule.epoch(3)).isEqualTo(1);
        assertThat(schedule.steps()).isEqualTo(STEPS);
    }

    @Test
    void tooFewPicturesForABatchAreOneClearError() {
        assertThatThrownBy(() -> Schedule.of(3, squash(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 pictures").hasMessageContaining("batch of 4");
    }

    @Test
    void whatGoesWrongWhileLoadingIsThrownToTheTrainer() {
        PictureSource broken = new Wrapped(Drawn.squares(8, 32)) {
            @Override
            public Raster picture(int index) {
                if (index == 3) {
                    throw new IllegalStateException("picture 3 is torn");
                }
                return super.picture(index);
            }
        };
        assertThatThrownBy(() -> load(broken, squash(0), 2, 0)).isInstanceOf(IllegalStateException.class).hasMessage("picture 3 is torn");
        PictureSource unlabelled = new Wrapped(Drawn.squares(8, 32)) {
            @Override
            public Optional<Mask> mask(int index) {
                return Optional.empty();
            }
        };
        assertThatThrownBy(() -> load(unlabelled, squash(0), 1, 0)).hasMessageContaining("has no labels");
        PictureSource skewed = new Wrapped(Drawn.squares(8, 32)) {
            @Override
            public Optional<Mask> mask(int index) {
                return Optional.of(new Mask(1, 1, new byte[1]));
            }
        };
        assertThatThrownBy(() -> load(skewed, squash(0), 1, 0)).hasMessageContaining("are 1x1, the picture is 32x32");
        PictureSource unknown = new Wrapped(Drawn.squares(8, 32)) {
            @Override
            public Optional<Mask> mask(int index) {
                byte[] labels = new byte[32 * 32];
                labels[5] = 4;
                return Optional.of(new Mask(32, 32, labels));
            }
        };
        assertThatThrownBy(() -> load(unknown, squash(0), 1, 0)).hasMessageContaining("name class 4, there are 3");
        PictureSource tagged = new Wrapped(Drawn.squares(8, 32)) {
            @Override
            public float[] tags(int index) {
                return new float[5];
            }
        };
        assertThatThrownBy(() -> load(tagged, squash(0), 1, 0)).hasMessageContaining("has 5 tags, there are 3 classes");
    }

    @Test
    void noThreadIsLeftBehind() {
        load(Drawn.squares(8, 32), squash(0), 3, 0);
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().startsWith("batch-loader"));
    }

    private static Training squash(double dropout) {
        return new Training(2, 4, 32, false, 1, 1, true, 0.01, 10, 1, 0.9, 5e-4, 0.9, dropout);
    }

    private static Training crop(double minScale, double maxScale) {
        return new Training(2, 4, 44, true, minScale, maxScale, true, 0.01, 10, 1, 0.9, 5e-4, 0.9, 0);
    }

    private interface Check {
        void accept(BatchArrays arrays);
    }

    private static void forEach(PictureSource pictures, Training training, Check check) {
        run(pictures, training, Needs.LABELS, 1, 0, check);
    }

    private static List<String> load(PictureSource pictures, Training training, int threads, long from) {
        List<String> all = new ArrayList<>();
        run(pictures, training, Needs.LABELS, threads, from, arrays -> {
            NDArray ones = arrays.pixels().getManager().ones(new Shape(4, 50, 9, 9));
            for (NDArray array : List.of(arrays.pixels(), arrays.tags(), arrays.labels().orElseThrow(), arrays.dropout().apply(ones))) {
                ByteBuffer bytes = array.toByteBuffer();
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                all.add(Sha256.of(copy));
            }
        });
        return all;
    }

    private static void run(PictureSource pictures, Training training, Needs needs, int threads, long from, Check check) {
        List<Shape> dropouts = List.of(new Shape(4, 50, 9, 9));
        BatchLoader.Plan plan = new BatchLoader.Plan(pictures, training, BYTES, Drawn.CLASSES.size(), needs, dropouts, 11);
        long steps = Schedule.of(pictures.size(), training).steps();
        Torch.on(DeviceSlot.parse("cpu:0"), manager -> {
            try (BatchLoader loader = new BatchLoader(plan, from, threads)) {
                for (long step = from; step < steps; step++) {
                    try (BatchLoader.Loaded batch = loader.next();
                            var scope = manager.newSubManager()) {
                        check.accept(batch.upload(scope));
                    }
                }
            }
            return null;
        });
    }

    /** Another source's pictures, to be tampered with. */
    private static class Wrapped implements PictureSource {

        private final PictureSource source;

        Wrapped(PictureSource source) {
            this.source = source;
        }

        @Override
        public int size() {
            return source.size();
        }

        @Override
        public String id(int index) {
            return source.id(index);
        }

        @Override
        public Raster picture(int index) {
            return source.picture(index);
        }

        @Override
        public Optional<Mask> mask(int index) {
            return source.mask(index);
        }

        @Override
        public float[] tags(int index) {
            return source.tags(index);
        }
    }
}
