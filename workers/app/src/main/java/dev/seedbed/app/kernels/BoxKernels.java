package dev.seedbed.app.kernels;

import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.stage.SegmenterLearning.NoiseAware;
import dev.seedbed.training.box.BoxScores;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.verify.BoxRuns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** BANA's kernels, on a device of choice. */
final class BoxKernels {

    private BoxKernels() {}

    static List<Kernel> on(DeviceSlot device) {
        return List.of(new Attention(device), new Pool(device), new Unary(device), new Retrieval(device), new Nal(device));
    }

    /** Background attention and its queries. */
    private record Attention(DeviceSlot device) implements Kernel {

        @Override
        public String operation() {
            return "bap-attention";
        }

        @Override
        public Map<String, NdArray> compute(KernelCall call) {
            FloatMaps features = call.maps("features");
            var run = BoxRuns.attention(device, features, call.input("background", 2).floats(), call.integer("/grid"));
            int k = features.channels();
            float[] queries = new float[run.queries().length * k];
            for (int j = 0; j < run.queries().length; j++) {
                System.arraycopy(run.queries()[j], 0, queries, j * k, k);
            }
            return Map.of(
                    "attention", NdArray.of(run.attention().values(), features.height(), features.width()),
                    "queries", NdArray.of(queries, run.queries().length, k));
        }
    }

    /** Features of boxes' parts, weighted by what is not background. */
    private record Pool(DeviceSlot device) implements Kernel {

        @Override
        public String operation() {
            return "bap-pool";
        }

        @Override
        public Map<String, NdArray> compute(KernelCall call) {
            FloatMaps features = call.maps("features");
            List<Box> boxes = boxes(call);
            int regions = call.integer("/regions");
            float[] pooled = BoxRuns.pool(device, features, call.input("attention", 2).floats(), boxes, regions);
            return Map.of("pooled", NdArray.of(pooled, boxes.size(), regions * regions, features.channels()));
        }
    }

    /** Scores of pixels before the CRF. */
    private record Unary(DeviceSlot device) implements Kernel {

        @Override
        public String operation() {
            return "bana-unary";
        }

        @Override
        public Map<String, NdArray> compute(KernelCall call) {
            List<Box> boxes = boxes(call);
            FloatMaps unary = BoxRuns.unary(
                    device, call.maps("features"), call.input("weights", 2).floats(), call.input("attention", 2).floats(), boxes,
                    call.number("/zeroBelow"));
            int[] classes = BoxScores.classes(boxes);
            return Map.of("unary", array(unary), "classes", NdArray.of(classes, classes.length));
        }
    }

    /** Labels of the most similar prototypes. */
    private record Retrieval(DeviceSlot device) implements Kernel {

        @Override
        public String operation() {
            return "bana-retrieval";
        }

        @Override
        public Map<String, NdArray> compute(KernelCall call) {
            Mask label = BoxRuns.retrieval(
                    device, call.maps("features"), call.input("weights", 2).floats(), mask(call, "crfLabel"), boxes(call));
            return Map.of("label", NdArray.of(label.labels(), label.height(), label.width()));
        }
    }

    /** The noise-aware loss with its gradients. */
    private record Nal(DeviceSlot device) implements Kernel {

        @Override
        public String operation() {
            return "nal";
        }

        @Override
        public Map<String, NdArray> compute(KernelCall call) {
            NdArray weights = call.input("weights", 2);
            var learning = new NoiseAware(Optional.empty(), call.number("/weight"), call.number("/gamma"), call.number("/temperature"));
            var run = BoxRuns.nal(
                    device, call.maps("features"), weights.floats(), mask(call, "crfLabel"), mask(call, "retrievalLabel"), learning);
            return Map.of(
                    "loss", NdArray.of(new float[] {run.loss()}, 1),
                    "confidence", NdArray.of(run.confidence().values(), run.confidence().height(), run.confidence().width()),
                    "featureGradient", array(run.featureGradient()),
                    "weightGradient", NdArray.of(run.weightGradient(), weights.size(0), weights.size(1)));
        }
    }

    /** Rows of x0, y0, x1, y1, half open, and a class where there is a fifth column. */
    private static List<Box> boxes(KernelCall call) {
        NdArray rows = call.input("boxes", 2);
        int columns = rows.size(1);
        int[] values = rows.ints();
        return IntStream.range(0, rows.size(0))
                .map(row -> row * columns)
                .mapToObj(at -> new Box(
                        values[at], values[at + 1], values[at + 2], values[at + 3], columns > 4 ? values[at + 4] : 1, false))
                .toList();
    }

    private static Mask mask(KernelCall call, String name) {
        NdArray labels = call.input(name, 2);
        return new Mask(labels.size(1), labels.size(0), labels.bytes());
    }

    private static NdArray array(FloatMaps maps) {
        return NdArray.of(maps.values(), maps.channels(), maps.height(), maps.width());
    }
}
