package dev.seedbed.app.kernels;

import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.infer.ImageFeatures;
import dev.seedbed.training.network.TorchvisionNetwork;
import dev.seedbed.training.verify.ReferenceRuns;
import dev.seedbed.training.weights.Safetensors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The kernels that run on the engine, on a device of choice. */
public final class TrainingKernels {

    private TrainingKernels() {}

    /** All of them. */
    public static List<Kernel> on(DeviceSlot device) {
        return Stream.of(
                        List.<Kernel>of(new Psl(device), new SeedLoss(device), new BoundaryLoss(device), new SqueezeNet(device)),
                        BoxKernels.on(device),
                        PrototypeKernels.on(device))
                .flatMap(List::stream)
                .toList();
    }

    /** Prohibitive segmentation learning: loss, online label, gradient to the scores. */
    private record Psl(DeviceSlot device) implements Kernel {

        @Override
        public String operation() {
            return "psl";
        }

        @Override
        public Map<String, NdArray> compute(KernelCall call) {
            FloatMaps scores = call.maps("scores");
            NdArray label = call.input("label", 2);
            var run = ReferenceRuns.psl(
                    device, scores, call.input("confidence", 1).floats(), new Mask(label.size(1), label.size(0), label.bytes()));
            return Map.of(
                    "loss", NdArray.of(new float[] {run.loss()}, 1),
                    "online", NdArray.of(run.online().labels(), label.size(0), label.size(1)),
                    "gradient", array(run.gradient()));
        }
    }

    /** DSRG's balanced seed loss: loss, gradient to the probabilities. */
    private record SeedLoss(DeviceSlot device) implements Kernel {

        @Override
        public String operation() {
            return "dsrg-seed-loss";
        }

        @Override
        public Map<String, NdArray> compute(KernelCall call) {
            return arrays(ReferenceRuns.seedLoss(device, call.input("probabilities", 4), call.input("seeds", 4)));
        }
    }

    /** DSRG's boundary loss: loss, gradient to the probabilities. */
    private record BoundaryLoss(DeviceSlot device) implements Kernel {

        @Override
        public String operation() {
            return "dsrg-boundary-loss";
        }

        @Override
        public Map<String, NdArray> compute(KernelCall call) {
            return arrays(ReferenceRuns.boundaryLoss(
                    device, call.input("probabilities", 4), call.input("crf", 4), call.number("/low"), call.number("/high")));
        }
    }

    private static Map<String, NdArray> arrays(ReferenceRuns.Growth run) {
        return Map.of("loss", NdArray.of(new float[] {run.loss()}, 1), "gradient", run.gradient());
    }

    /** SqueezeNet 1.1 on a picture: features and logits. */
    private record SqueezeNet(DeviceSlot device) implements Kernel {

        @Override
        public String operation() {
            return "squeezenet";
        }

        @Override
        public Map<String, NdArray> compute(KernelCall call) throws IOException {
            NdArray image = call.input("image", 3);
            String weights = call.parameters().path("weights").asText();
            TorchvisionNetwork network = TorchvisionNetwork.SQUEEZENET1_1;
            var seen = ImageFeatures.of(
                    device,
                    network,
                    network.plainStride(),
                    Safetensors.read(weights, call.weights().read(weights)),
                    new Raster(image.size(1), image.size(0), image.bytes()));
            float[] logits = seen.logits().orElseThrow();
            return Map.of("features", array(seen.features()), "logits", NdArray.of(logits, logits.length));
        }
    }

    private static NdArray array(FloatMaps maps) {
        return NdArray.of(maps.values(), maps.channels(), maps.height(), maps.width());
    }
}
