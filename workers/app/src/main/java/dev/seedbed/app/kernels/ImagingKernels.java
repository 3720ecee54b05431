package dev.seedbed.app.kernels;

import dev.seedbed.imaging.ActivationMap;
import dev.seedbed.imaging.ArgMax;
import dev.seedbed.imaging.ConfusionMatrix;
import dev.seedbed.imaging.Erasing;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.RegionFusion;
import dev.seedbed.imaging.RegionMining;
import dev.seedbed.imaging.Scores;
import dev.seedbed.imaging.SeedGrowth;
import dev.seedbed.imaging.SeedMaps;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.crf.DenseCrf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The kernels that need no network. */
public final class ImagingKernels {

    private ImagingKernels() {}

    public static List<Kernel> all() {
        return List.of(
                kernel("cam", ImagingKernels::cam),
                kernel("erase-peak-fraction", call -> erase(call, new RegionMining.PeakFraction(call.number("/threshold")))),
                kernel("erase-area-fraction", call -> erase(call, new RegionMining.AreaFraction(call.number("/threshold")))),
                kernel("fuse-erased", ImagingKernels::fuse),
                kernel("scores", ImagingKernels::scores),
                kernel("dsrg-grow", ImagingKernels::grow),
                kernel("dense-crf", ImagingKernels::denseCrf));
    }

    private static Kernel kernel(String operation, Function<KernelCall, Map<String, NdArray>> compute) {
        return new Kernel() {
            @Override
            public String operation() {
                return operation;
            }

            @Override
            public Map<String, NdArray> compute(KernelCall call) {
                return compute.apply(call);
            }
        };
    }

    private static Map<String, NdArray> cam(KernelCall call) {
        float[] weights = call.input("weights", 2).floats();
        FloatMaps cam = ActivationMap.of(call.maps("features"), weights, call.flags("labels"), call.number("/epsilon"));
        return Map.of("cam", array(cam));
    }

    private static Map<String, NdArray> erase(KernelCall call, RegionMining mining) {
        FloatMaps cams = call.maps("cams");
        boolean[] shown = call.flags("labels");
        int[] classes = IntStream.range(0, shown.length).filter(c -> shown[c]).toArray();
        FloatMaps maps = rows(cams, classes);
        Mask regions = mining.mine(maps, Arrays.stream(classes).map(c -> c + 1).toArray());
        Raster image = picture(call);
        int[] mean = IntStream.range(0, 3).map(c -> call.integer("/mean/" + c)).toArray();
        byte[] mask = new byte[regions.labels().length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) (regions.labels()[i] == 0 ? 0 : 1);
        }
        Raster erased = Erasing.erase(image, regions, mean[0], mean[1], mean[2]);
        return Map.of(
                "mask", NdArray.of(mask, image.height(), image.width()),
                "erased", NdArray.of(erased.rgb(), image.height(), image.width(), 3));
    }

    private static Map<String, NdArray> fuse(KernelCall call) {
        NdArray regions = call.input("regions", 4);
        int classes = regions.size(1);
        int height = regions.size(2);
        int width = regions.size(3);
        int[] all = IntStream.rangeClosed(1, classes).toArray();
        List<Mask> rounds = new ArrayList<>();
        for (int round = 0; round < regions.size(0); round++) {
            float[] claims = new float[classes * height * width];
            for (int i = 0; i < claims.length; i++) {
                claims[i] = (float) regions.at(round * claims.length + i);
            }
            rounds.add(new RegionMining.PeakFraction(1).mine(new FloatMaps(classes, height, width, claims), all));
        }
        boolean[] background = RegionFusion.below(call.input("saliency", 2).floats(), call.number("/backgroundBelow"));
        return Map.of("label", array(RegionFusion.fuse(rounds, background)));
    }

    private static Map<String, NdArray> scores(KernelCall call) {
        NdArray truth = call.input("truth", 3);
        NdArray prediction = call.input("prediction", 3);
        if (!truth.hasShapeOf(prediction)) {
            throw new IllegalArgumentException("truth is " + truth + ", but prediction is " + prediction);
        }
        int classes = call.integer("/classes");
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        for (int image = 0; image < truth.size(0); image++) {
            matrix.add(mask(truth, image), mask(prediction, image));
        }
        Scores scores = matrix.scores();
        return Map.of(
                "confusion", NdArray.of(matrix.toArray(), classes, classes),
                "iou", NdArray.of(scores.iou(), classes),
                "precision", NdArray.of(scores.precision(), classes),
                "recall", NdArray.of(scores.recall(), classes),
                "meanIou", NdArray.of(new double[] {scores.meanIou()}, 1));
    }

    private static Map<String, NdArray> grow(KernelCall call) {
        double background = call.number("/backgroundThreshold");
        double foreground = call.number("/foregroundThreshold");
        SeedGrowth growth = switch (call.word("/rule")) {
            case "paper" -> SeedGrowth.paper(background, foreground);
            case "released-code" -> SeedGrowth.releasedCode(background, foreground);
            case String other -> throw new IllegalArgumentException("rule is paper or released-code, not " + other);
        };
        NdArray given = call.input("seeds", 3);
        SeedMaps seeds = new SeedMaps(given.size(0), given.size(1), given.size(2), given.bytes());
        SeedMaps grown = growth.grow(call.maps("probabilities"), seeds, call.flags("labels"));
        return Map.of("seeds", NdArray.of(grown.seeds(), given.shape()));
    }

    private static Map<String, NdArray> denseCrf(KernelCall call) {
        DenseCrf crf = new DenseCrf(
                call.integer("/iterations"),
                call.number("/gaussian/weight"),
                call.number("/gaussian/sxy"),
                call.number("/bilateral/weight"),
                call.number("/bilateral/sxy"),
                call.number("/bilateral/srgb"));
        FloatMaps probabilities = crf.infer(call.maps("unary"), picture(call), Runtime.getRuntime().availableProcessors());
        return Map.of("probabilities", array(probabilities), "label", array(ArgMax.of(probabilities)));
    }

    private static Raster picture(KernelCall call) {
        NdArray image = call.input("image", 3);
        return new Raster(image.size(1), image.size(0), image.bytes());
    }

    private static Mask mask(NdArray masks, int image) {
        int height = masks.size(1);
        int width = masks.size(2);
        return new Mask(width, height, Arrays.copyOfRange(masks.bytes(), image * height * width, (image + 1) * height * width));
    }

    private static FloatMaps rows(FloatMaps maps, int[] channels) {
        float[] values = new float[channels.length * maps.area()];
        for (int i = 0; i < channels.length; i++) {
            System.arraycopy(maps.values(), channels[i] * maps.area(), values, i * maps.area(), maps.area());
        }
        return new FloatMaps(channels.length, maps.height(), maps.width(), values);
    }

    private static NdArray array(FloatMaps maps) {
        return NdArray.of(maps.values(), maps.channels(), maps.height(), maps.width());
    }

    private static NdArray array(Mask mask) {
        return NdArray.of(mask.labels(), mask.height(), mask.width());
    }
}
