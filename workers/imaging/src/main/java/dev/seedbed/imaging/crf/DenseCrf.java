package dev.seedbed.imaging.crf;

import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Raster;
import java.util.ArrayList;
import java.util.List;

/**
 * The fully connected conditional random field with Gaussian edge potentials (Krähenbühl and Koltun, 2011), by mean field:
 * Q = softmax(−U), then so many times Q = softmax(−U + Σ_k w_k K̃_k Q), with K̃ = N^-½ K N^-½ and N the row sums of K. One kernel is
 * Gaussian in position, the other in position and colour; labels are compatible with themselves alone (Potts). The kernels are applied
 * on a permutohedral lattice.
 *
 * @param iterations mean-field steps, at least 0
 * @param gaussianWeight at least 0; 0 leaves that kernel out, likewise below
 * @param gaussianSxy standard deviation in pixels
 * @param bilateralSxy standard deviation in pixels
 * @param bilateralSrgb standard deviation in grey levels of 0..255
 */
public record DenseCrf(
        int iterations,
        double gaussianWeight,
        double gaussianSxy,
        double bilateralWeight,
        double bilateralSxy,
        double bilateralSrgb) {

    public DenseCrf {
        if (iterations < 0) {
            throw new IllegalArgumentException("iterations must be at least 0, not " + iterations);
        }
        requireWeight("gaussianWeight", gaussianWeight);
        requireWeight("bilateralWeight", bilateralWeight);
        requireDeviation("gaussianSxy", gaussianSxy);
        requireDeviation("bilateralSxy", bilateralSxy);
        requireDeviation("bilateralSrgb", bilateralSrgb);
    }

    private static void requireWeight(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be at least 0, not " + value);
        }
    }

    private static void requireDeviation(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be over 0, not " + value);
        }
    }

    /** Energies −log p of probabilities, which are raised to at least the floor (1e-5 is usual). */
    public static FloatMaps energies(FloatMaps probabilities, double floor) {
        float[] energies = new float[probabilities.values().length];
        for (int i = 0; i < energies.length; i++) {
            energies[i] = (float) -Math.log(Math.max(probabilities.values()[i], floor));
        }
        return new FloatMaps(probabilities.channels(), probabilities.height(), probabilities.width(), energies);
    }

    /**
     * The labels' probabilities after the last step. The result is the same, bit for bit, for any number of threads; several images may
     * be worked on at once.
     *
     * @param unary energies U [L,H,W], usually −log p
     * @param image of the maps' size
     * @param threads how many work on this image, the calling one included
     * @return Q [L,H,W]
     * @throws IllegalArgumentException if the sizes differ, or a standard deviation is so small that the lattice cannot be addressed
     */
    public FloatMaps infer(FloatMaps unary, Raster image, int threads) {
        if (unary.width() != image.width() || unary.height() != image.height() || unary.channels() < 1) {
            throw new IllegalArgumentException("energies [" + unary.channels() + "," + unary.height() + "," + unary.width()
                    + "] do not fit a picture of " + image.width() + "x" + image.height());
        }
        try (Team team = new Team(threads)) {
            return new MeanField(unary, iterations == 0 ? List.of() : lattices(image, team), team).run(iterations);
        }
    }

    /** The kernels' lattices, the dearest first. */
    private List<PermutohedralLattice> lattices(Raster image, Team team) {
        List<PermutohedralLattice> lattices = new ArrayList<>();
        if (bilateralWeight > 0) {
            PixelFeatures features = PixelFeatures.ofPositionAndColour(image, bilateralSxy, bilateralSrgb);
            lattices.add(new PermutohedralLattice(features, bilateralWeight, team));
        }
        if (gaussianWeight > 0) {
            lattices.add(new PermutohedralLattice(PixelFeatures.ofPosition(image, gaussianSxy), gaussianWeight, team));
        }
        return lattices;
    }
}
