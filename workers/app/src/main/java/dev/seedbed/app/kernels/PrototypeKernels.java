package dev.seedbed.app.kernels;

import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.verify.PrototypeRuns;
import java.util.List;
import java.util.Map;

/** SIPE's kernels. */
final class PrototypeKernels {

    private PrototypeKernels() {}

    static List<Kernel> on(DeviceSlot device) {
        return List.of(new Seeds(device), new IsCam(device));
    }

    /** Structure-aware seeds: soft IoUs and seeds. */
    private record Seeds(DeviceSlot device) implements Kernel {

        @Override
        public String operation() {
            return "sipe-seeds";
        }

        @Override
        public Map<String, NdArray> compute(KernelCall call) {
            var run = PrototypeRuns.seeds(
                    device, call.maps("features"), call.maps("cams"), call.flags("labels"), call.number("/backgroundScale"));
            return Map.of("iou", array(run.fits()), "seeds", array(run.seeds()));
        }
    }

    /** Prototypes, IS-CAM, the consistency and its gradients. */
    private record IsCam(DeviceSlot device) implements Kernel {

        @Override
        public String operation() {
            return "sipe-iscam";
        }

        @Override
        public Map<String, NdArray> compute(KernelCall call) {
            FloatMaps features = call.maps("features");
            var run = PrototypeRuns.isCam(device, features, call.maps("seeds"), call.maps("cams"));
            return Map.of(
                    "prototypes", NdArray.of(run.prototypes(), run.isCam().channels(), features.channels()),
                    "iscam", array(run.isCam()),
                    "consistency", NdArray.of(new float[] {run.consistency()}, 1),
                    "camGradient", array(run.camGradient()),
                    "featureGradient", array(run.featureGradient()));
        }
    }

    private static NdArray array(FloatMaps maps) {
        return NdArray.of(maps.values(), maps.channels(), maps.height(), maps.width());
    }
}
