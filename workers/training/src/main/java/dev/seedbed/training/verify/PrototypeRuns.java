package dev.seedbed.training.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.training.engine.Autograd;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.prototype.IsCam;
import dev.seedbed.training.prototype.Seeds;

/** SIPE's operations on one image, for comparison with reference vectors. */
public final class PrototypeRuns {

    private PrototypeRuns() {}

    /** @param fits soft IoUs, background's scaled, and seeds, both [1+C,h,w] */
    public record SeedRun(FloatMaps fits, FloatMaps seeds) {}

    /**
     * @param prototypes [1+C,K], row by row
     * @param isCam [1+C,h,w]
     * @param consistency mean |CAM − IS-CAM over its peak|
     * @param camGradient of it to the CAMs, [1+C,h,w]
     * @param featureGradient of it to the features, [K,h,w], the seeds held fixed
     */
    public record IsCamRun(
            float[] prototypes, FloatMaps isCam, float consistency, FloatMaps camGradient, FloatMaps featureGradient) {}

    /**
     * Structure-aware seeds.
     *
     * @param features [K,h,w]
     * @param cams [1+C,h,w] in [0, 1]
     * @param shown [1+C]
     */
    public static SeedRun seeds(DeviceSlot slot, FloatMaps features, FloatMaps cams, boolean[] shown, double backgroundScale) {
        return Torch.on(slot, manager -> {
            float[] valid = new float[shown.length];
            for (int c = 0; c < valid.length; c++) {
                valid[c] = shown[c] ? 1 : 0;
            }
            NDArray fits = Seeds.fits(array(manager, features), array(manager, cams), backgroundScale);
            NDArray seeds = Seeds.best(fits, DeviceArrays.copy(manager, new Shape(1, valid.length, 1, 1), valid));
            return new SeedRun(maps(fits), maps(seeds));
        });
    }

    /** Prototypes, IS-CAM, consistency and its gradients. */
    public static IsCamRun isCam(DeviceSlot slot, FloatMaps features, FloatMaps seeds, FloatMaps cams) {
        return Torch.on(slot, manager -> {
            NDArray f = array(manager, features);
            NDArray m = array(manager, cams);
            f.setRequiresGradient(true);
            m.setRequiresGradient(true);
            try (Autograd autograd = Autograd.recording()) {
                NDArray prototypes = IsCam.prototypes(f, array(manager, seeds));
                NDArray isCam = IsCam.of(f, prototypes);
                NDArray consistency = IsCam.consistency(m, isCam);
                autograd.backward(consistency);
                return new IsCamRun(
                        prototypes.toFloatArray(), maps(isCam), consistency.getFloat(), maps(m.getGradient()), maps(f.getGradient()));
            }
        });
    }

    private static NDArray array(NDManager manager, FloatMaps maps) {
        return DeviceArrays.copy(manager, new Shape(1, maps.channels(), maps.height(), maps.width()), maps.values());
    }

    private static FloatMaps maps(NDArray array) {
        Shape shape = array.getShape();
        return new FloatMaps((int) shape.get(1), (int) shape.get(2), (int) shape.get(3), array.toFloatArray());
    }
}
