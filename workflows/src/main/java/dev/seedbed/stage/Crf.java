package dev.seedbed.stage;

/**
 * The fully connected CRF's settings: mean-field iterations, a Gaussian kernel on position and a bilateral one on position and
 * colour (Krähenbühl and Koltun, 2011).
 *
 * @param iterations at least 0; 0 switches it off
 * @param sxy standard deviations in pixels, srgb in grey levels
 */
public record Crf(
        int iterations,
        double gaussianWeight,
        double gaussianSxy,
        double bilateralWeight,
        double bilateralSxy,
        double bilateralSrgb) {

    public Crf {
        Ranges.within("iterations", iterations, 0, 1000);
        Ranges.within("gaussianWeight", gaussianWeight, 0, 1000);
        Ranges.within("gaussianSxy", gaussianSxy, 1e-3, 10_000);
        Ranges.within("bilateralWeight", bilateralWeight, 0, 1000);
        Ranges.within("bilateralSxy", bilateralSxy, 1e-3, 10_000);
        Ranges.within("bilateralSrgb", bilateralSrgb, 1e-3, 10_000);
    }

    /** DeepLab-LargeFOV's: bilateral (4, 121, 5), Gaussian (3, 3), 10 iterations. */
    public static Crf defaults() {
        return new Crf(10, 3, 3, 4, 121, 5);
    }
}
