package dev.seedbed.training.prototype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.ImagePrototypes;
import dev.seedbed.training.draw.Draws;
import dev.seedbed.training.engine.Autograd;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.input.Shown.Frame;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PrototypeTest {

    private static final int N = 3;
    private static final int K = 6;
    private static final int CLASSES = 4;
    private static final int H = 7;
    private static final int W = 5;

    @Test
    void scalingFeaturesChangesNoSeedAndNoIsCam() {
        forSeeds((manager, draws) -> {
            NDArray features = noise(manager, draws, K);
            NDArray larger = features.mul(positive(manager, draws)).mul(37);
            NDArray maps = ClassMaps.withBackground(noise(manager, draws, CLASSES), 1);
            NDArray shown = ShownPlaces.of(tags(manager, draws));
            NDArray seeds = Seeds.best(Seeds.fits(features, maps, 0.5), shown);
            assertThat(Seeds.best(Seeds.fits(larger, maps, 0.5), shown).toFloatArray()).containsExactly(seeds.toFloatArray());
            NDArray isCam = IsCam.of(features, IsCam.prototypes(features, seeds));
            assertClose(IsCam.of(features.mul(37), IsCam.prototypes(features.mul(37), seeds)), isCam);
        });
    }

    @Test
    void anAbsentClassHasNoSeedAndEveryPlaceAtMostOne() {
        forSeeds((manager, draws) -> {
            NDArray tags = tags(manager, draws);
            NDArray maps = ClassMaps.withBackground(noise(manager, draws, CLASSES), 1);
            NDArray shown = ShownPlaces.of(tags);
            for (ImagePrototypes.Seeds kind : ImagePrototypes.Seeds.values()) {
                NDArray seeds = specific(kind, ImagePrototypes.Scaling.OVERLAP).seeds(noise(manager, draws, K), maps, shown);
                assertThat(seeds.toFloatArray()).containsOnly(0, 1);
                assertThat(seeds.mul(shown.neg().add(1)).sum().getFloat()).isZero();
                if (kind == ImagePrototypes.Seeds.STRUCTURE) {
                    assertThat(seeds.sum(new int[] {1}).max().getFloat()).isEqualTo(1);
                }
            }
        });
    }

    @Test
    void blocksOfPlacesGiveWhatOneBlockGives() {
        forSeeds((manager, draws) -> {
            NDArray features = noise(manager, draws, K);
            NDArray maps = ClassMaps.withBackground(noise(manager, draws, CLASSES), 1);
            NDArray once = Structure.overlaps(features, maps, H * W);
            for (int block : new int[] {1, 4, H * W - 1, 10 * H * W}) {
                assertClose(Structure.overlaps(features, maps, block), once);
            }
        });
    }

    @Test
    void overlapsAreSoftIous() {
        forSeeds((manager, draws) -> {
            NDArray features = noise(manager, draws, K);
            NDArray maps = ClassMaps.withBackground(noise(manager, draws, CLASSES), 1);
            float[] f = features.toFloatArray();
            float[] m = maps.toFloatArray();
            float[] found = Structure.overlaps(features, maps).toFloatArray();
            for (int at = 0; at < found.length; at++) {
                int image = at / (H * W) / (1 + CLASSES);
                int place = at % (H * W);
                double both = 0;
                double union = 1e-5;
                for (int other = 0; other < H * W; other++) {
                    double s = Math.max(0, cosine(f, image, place, other));
                    double map = m[at / (H * W) * H * W + other];
                    both += s * map;
                    union += s + map - s * map;
                }
                assertThat(found[at]).isCloseTo((float) (both / union), within(1e-5f));
            }
        });
    }

    private static double cosine(float[] f, int image, int a, int b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int k = 0; k < K; k++) {
            double x = f[(image * K + k) * H * W + a];
            double y = f[(image * K + k) * H * W + b];
            dot += x * y;
            aa += x * x;
            bb += y * y;
        }
        return dot / Math.sqrt(aa * bb);
    }

    @Test
    void aGridOf512PixelsAtStride8Fits() {
        on(manager -> {
            Draws draws = Draws.of(0, Draws.Purpose.ORDER);
            NDArray features = noise(manager, draws, new Shape(1, 8, 64, 64));
            NDArray maps = ClassMaps.withBackground(noise(manager, draws, new Shape(1, 20, 64, 64)), 1);
            NDArray fits = Seeds.fits(features, maps, 0.5);
            assertThat(fits.getShape()).isEqualTo(new Shape(1, 21, 64, 64));
            assertThat(fits.min().getFloat()).isNotNegative();
            assertThat(fits.max().getFloat()).isLessThan(1);
        });
    }

    @Test
    void isCamsLieBetweenZeroAndOneAndReachOneAtALonelySeed() {
        forSeeds((manager, draws) -> {
            NDArray features = noise(manager, draws, K);
            NDArray seeds = manager.zeros(new Shape(N, 1 + CLASSES, H, W));
            seeds.set(new ai.djl.ndarray.index.NDIndex(":, 2, 3, 1"), 1);
            NDArray isCam = IsCam.of(features, IsCam.prototypes(features, seeds));
            assertThat(isCam.min().getFloat()).isNotNegative();
            assertThat(isCam.max().getFloat()).isLessThanOrEqualTo(1 + 1e-5f);
            for (float peak : isCam.get(":, 2, 3, 1").toFloatArray()) {
                assertThat(peak).isCloseTo(1, within(1e-5f));
            }
        });
    }

    @Test
    void mapsThatAgreeCostNothing() {
        forSeeds((manager, draws) -> {
            NDArray features = noise(manager, draws, K);
            NDArray maps = ClassMaps.withBackground(noise(manager, draws, CLASSES), 1);
            NDArray isCam = IsCam.of(features, IsCam.prototypes(features, Seeds.best(Seeds.fits(features, maps, 1), ShownPlaces.of(tags(manager, draws)))));
            assertThat(IsCam.consistency(ClassMaps.overPeak(isCam), isCam).getFloat()).isZero();
        });
    }

    @Test
    void aClassWithoutSeedsAndFeaturesOfLengthZeroTeachNothingThatIsNotFinite() {
        forSeeds((manager, draws) -> {
            NDArray features = noise(manager, draws, K).mul(positive(manager, draws).gt(0.7f).toType(ai.djl.ndarray.types.DataType.FLOAT32, false));
            NDArray cams = noise(manager, draws, CLASSES);
            cams.set(new ai.djl.ndarray.index.NDIndex("0"), -1);
            features.setRequiresGradient(true);
            cams.setRequiresGradient(true);
            NDArray shown = ShownPlaces.of(manager.zeros(new Shape(N, CLASSES)));
            try (Autograd autograd = Autograd.recording()) {
                NDArray maps = ClassMaps.withBackground(cams, 1).mul(shown);
                NDArray seeds = Seeds.best(Seeds.fits(features, maps, 0), shown);
                NDArray prototypes = IsCam.prototypes(features, seeds);
                NDArray isCam = IsCam.of(features, prototypes);
                assertThat(prototypes.get(":, 1:").toFloatArray()).containsOnly(0);
                assertThat(isCam.get(":, 1:").toFloatArray()).containsOnly(0);
                NDArray loss = IsCam.consistency(maps, isCam);
                assertThat(loss.getFloat()).isFinite();
                autograd.backward(loss);
            }
            assertThat(features.getGradient().isNaN().any().getBoolean()).isFalse();
            assertThat(features.getGradient().abs().max().getFloat()).isFinite();
            assertThat(cams.getGradient().abs().max().getFloat()).isFinite();
        });
    }

    @Test
    void gradientsReachBothSidesAndNoneTheSeeds() {
        forSeeds((manager, draws) -> {
            NDArray structure = noise(manager, draws, K);
            NDArray features = noise(manager, draws, K);
            NDArray cams = noise(manager, draws, CLASSES);
            List.of(structure, features, cams).forEach(array -> array.setRequiresGradient(true));
            try (Autograd autograd = Autograd.recording()) {
                NDArray maps = ClassMaps.withBackground(cams, 1);
                NDArray seeds = specific(ImagePrototypes.Seeds.STRUCTURE, ImagePrototypes.Scaling.OVERLAP)
                        .seeds(structure, maps, ShownPlaces.of(manager.ones(new Shape(N, CLASSES))));
                autograd.backward(IsCam.consistency(maps, IsCam.of(features, IsCam.prototypes(features, seeds))));
            }
            assertThat(features.getGradient().abs().sum().getFloat()).isPositive();
            assertThat(cams.getGradient().abs().sum().getFloat()).isPositive();
            assertThat(structure.hasGradient() && structure.getGradient() != null && structure.getGradient().abs().sum().getFloat() > 0).isFalse();
        });
    }

    @Test
    void backgroundIsWhereNoClassIsActiveAndScaledWhereTheRecipeSaysSo() {
        on(manager -> {
            NDArray cams = DeviceArrays.copy(manager, new Shape(1, 2, 1, 3), new float[] {-1, 2, 4, 8, 0, -3});
            assertClose(new float[] {0, 0.5f, 0, 0, 0.5f, 1, 1, 0, 0}, ClassMaps.withBackground(cams, 1).toFloatArray());
            NDArray halved = specific(ImagePrototypes.Seeds.STRUCTURE, ImagePrototypes.Scaling.MAP).maps(cams);
            assertClose(new float[] {0, 0.25f, 0, 0, 0.5f, 1, 1, 0, 0}, halved.toFloatArray());
            NDArray whole = specific(ImagePrototypes.Seeds.STRUCTURE, ImagePrototypes.Scaling.OVERLAP).maps(cams);
            assertClose(new float[] {0, 0.5f, 0, 0, 0.5f, 1, 1, 0, 0}, whole.toFloatArray());
        });
    }

    @Test
    void plainSeedsAreWhereAMapIsAtLeastTheThresholdAndBackgroundWhereNoneIs() {
        on(manager -> {
            NDArray maps = DeviceArrays.copy(manager, new Shape(1, 3, 1, 3), new float[] {1, 1, 1, 0.5f, 0.25f, 0.4f, 0.75f, 0.125f, 0});
            NDArray all = ShownPlaces.of(manager.ones(new Shape(1, 2)));
            assertThat(Seeds.above(maps, all, 0.5).toFloatArray()).containsExactly(0, 1, 1, 1, 0, 0, 1, 0, 0);
            NDArray first = ShownPlaces.of(DeviceArrays.copy(manager, new Shape(1, 2), new float[] {1, 0}));
            assertThat(Seeds.above(maps, first, 0.5).toFloatArray()).containsExactly(0, 1, 1, 1, 0, 0, 0, 0, 0);
        });
    }

    @Test
    void paddingShowsNothing() {
        on(manager -> {
            NDArray tags = DeviceArrays.copy(manager, new Shape(2, 2), new float[] {1, 0, 0, 1});
            List<Frame> frames = List.of(new Frame(0, 0, 32, 32), new Frame(9, 8, 32, 13));
            NDArray shown = ShownPlaces.of(tags, frames, 32, 4);
            assertThat(shown.getShape()).isEqualTo(new Shape(2, 3, 4, 4));
            float[] values = shown.toFloatArray();
            float[] full = new float[16];
            Arrays.fill(full, 1);
            float[] row = {0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0};
            List<float[]> expected = List.of(full, full, new float[16], row, new float[16], row);
            for (int map = 0; map < 6; map++) {
                assertThat(Arrays.copyOfRange(values, 16 * map, 16 * map + 16)).containsExactly(expected.get(map));
            }
        });
    }

    private static ImageSpecific specific(ImagePrototypes.Seeds seeds, ImagePrototypes.Scaling scaling) {
        return new ImageSpecific(new ImagePrototypes(seeds, 0.3, ImagePrototypes.Features.HIERARCHICAL, 0.5, scaling));
    }

    private static NDArray noise(NDManager manager, Draws draws, int channels) {
        return noise(manager, draws, new Shape(N, channels, H, W));
    }

    private static NDArray noise(NDManager manager, Draws draws, Shape shape) {
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) draws.nextGaussian();
        }
        return DeviceArrays.copy(manager, shape, values);
    }

    /** One factor a place, in [0.5, 1.5). */
    private static NDArray positive(NDManager manager, Draws draws) {
        float[] values = new float[N * H * W];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) draws.nextDouble(0.5, 1.5);
        }
        return DeviceArrays.copy(manager, new Shape(N, 1, H, W), values);
    }

    private static NDArray tags(NDManager manager, Draws draws) {
        float[] tags = new float[N * CLASSES];
        for (int i = 0; i < tags.length; i++) {
            tags[i] = draws.nextInt(2);
        }
        return DeviceArrays.copy(manager, new Shape(N, CLASSES), tags);
    }

    private static void assertClose(NDArray found, NDArray expected) {
        assertThat(found.getShape()).isEqualTo(expected.getShape());
        assertClose(expected.toFloatArray(), found.toFloatArray());
    }

    private static void assertClose(float[] expected, float[] found) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-4f));
        }
    }

    private interface OnDraws {
        void accept(NDManager manager, Draws draws);
    }

    private static void forSeeds(OnDraws work) {
        for (int seed = 0; seed < 5; seed++) {
            Draws draws = Draws.of(seed, Draws.Purpose.ORDER);
            on(manager -> work.accept(manager, draws));
        }
    }

    private static void on(Consumer<NDManager> work) {
        Torch.on(DeviceSlot.parse("cpu:0"), manager -> {
            work.accept(manager);
            return null;
        });
    }
}
