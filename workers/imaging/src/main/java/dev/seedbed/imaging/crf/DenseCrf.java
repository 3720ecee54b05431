package dev.seedbed.imaging.crf;

import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Raster;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Pixels whose scores are worked on at once: 24 labels of them fit the first-level cache. */
    private static final int BLOCK = 256;

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
            List<Kernel> kernels = iterations == 0 ? List.of() : kernels(image, unary.channels(), team);
            return new MeanField(unary, kernels, team).run();
        }
    }

    private List<Kernel> kernels(Raster image, int labels, Team team) {
        List<Kernel> kernels = new ArrayList<>();
        if (gaussianWeight > 0) {
            kernels.add(new Kernel(PixelFeatures.ofPosition(image, gaussianSxy), gaussianWeight, labels, team));
        }
        if (bilateralWeight > 0) {
            PixelFeatures features = PixelFeatures.ofPositionAndColour(image, bilateralSxy, bilateralSrgb);
            kernels.add(new Kernel(features, bilateralWeight, labels, team));
        }
        return kernels;
    }

    /** Labels in a row, padded to whole lanes. */
    private static int rowLength(int labels) {
        return (labels + PermutohedralLattice.LANES - 1) / PermutohedralLattice.LANES * PermutohedralLattice.LANES;
    }

    /** A kernel's lattice with the values on it. */
    private static final class Kernel {
        private final PermutohedralLattice lattice;
        private final int length;
        private final float[] splatted;
        private final float[] spare;
        private float[] message;

        Kernel(PixelFeatures features, double weight, int labels, Team team) {
            lattice = new PermutohedralLattice(features, weight, team);
            length = rowLength(labels);
            int size = Math.multiplyExact(lattice.vertices() + 1, length);
            splatted = new float[size];
            spare = new float[size];
        }

        void filter(float[] rows, Team team) {
            lattice.splat(rows, splatted, length, team);
            message = lattice.blur(splatted, spare, length, team);
        }
    }

    private final class MeanField {
        private final FloatMaps unary;
        private final List<Kernel> kernels;
        private final Team team;
        private final int labels;
        private final int pixels;
        private final int length;

        MeanField(FloatMaps unary, List<Kernel> kernels, Team team) {
            this.unary = unary;
            this.kernels = kernels;
            this.team = team;
            this.labels = unary.channels();
            this.pixels = unary.area();
            this.length = rowLength(labels);
        }

        FloatMaps run() {
            float[] result = new float[unary.values().length];
            float[] rows = iterations == 0 ? null : new float[Math.multiplyExact(pixels, length)];
            update(List.of(), rows, iterations == 0 ? result : null);
            for (int step = 1; step <= iterations; step++) {
                kernels.forEach(kernel -> kernel.filter(rows, team));
                update(kernels, rows, step == iterations ? result : null);
            }
            return new FloatMaps(labels, unary.height(), unary.width(), result);
        }

        /** Q = softmax(−U + messages), into rows [pixels, length], or at the end into maps [L,H,W]. */
        private void update(List<Kernel> senders, float[] rows, float[] maps) {
            team.share((pixels + BLOCK - 1) / BLOCK, (from, to) -> {
                float[] columns = new float[length * BLOCK];
                float[] scratch = new float[2 * BLOCK];
                for (int block = from; block < to; block++) {
                    int start = block * BLOCK;
                    int used = Math.min(BLOCK, pixels - start);
                    score(senders, columns, start, used);
                    Softmax.inPlace(columns, labels, BLOCK, used, scratch);
                    if (maps != null) {
                        toMaps(columns, start, used, maps);
                    } else {
                        toRows(columns, start, used, rows);
                    }
                }
            });
        }

        private void score(List<Kernel> senders, float[] columns, int start, int used) {
            for (int l = 0; l < labels; l++) {
                negate(unary.values(), l * pixels + start, used, columns, l * BLOCK);
            }
            Arrays.fill(columns, labels * BLOCK, length * BLOCK, 0);
            for (Kernel sender : senders) {
                sender.lattice.slice(sender.message, length, start, start + used, columns, BLOCK);
            }
        }

        private void toMaps(float[] columns, int start, int used, float[] maps) {
            for (int l = 0; l < labels; l++) {
                System.arraycopy(columns, l * BLOCK, maps, l * pixels + start, used);
            }
        }

        private void toRows(float[] columns, int start, int used, float[] rows) {
            for (int i = 0; i < used; i++) {
                int row = (start + i) * length;
                for (int l = 0; l < length; l++) {
                    rows[row + l] = columns[l * BLOCK + i];
                }
            }
        }
    }

    private static void negate(float[] from, int at, int count, float[] to, int start) {
        for (int i = 0; i < count; i++) {
            to[start + i] = -from[at + i];
        }
    }
}
