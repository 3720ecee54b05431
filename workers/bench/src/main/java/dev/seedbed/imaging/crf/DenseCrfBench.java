package dev.seedbed.imaging.crf;

import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.array.Npz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Times the dense CRF on the case that {@code peers/dense_crf.py} writes: {@code DenseCrfBench CASE.npz [REPEATS]}. Prints the best time
 * on one and two threads per kernel setting, then, on one thread, the best time of every phase.
 */
public final class DenseCrfBench {

    private static final int ITERATIONS = 10;
    private static final double[][] SETTINGS = {{3, 3, 10, 80, 13}, {3, 3, 4, 121, 5}, {3, 1, 4, 55, 3}};

    private final FloatMaps unary;
    private final Raster image;
    private final int repeats;

    private DenseCrfBench(FloatMaps unary, Raster image, int repeats) {
        this.unary = unary;
        this.image = image;
        this.repeats = repeats;
    }

    public static void main(String[] args) throws IOException {
        Map<String, NdArray> arrays = Npz.read(Path.of(args[0]));
        NdArray u = arrays.get("unary");
        FloatMaps unary = new FloatMaps(u.size(0), u.size(1), u.size(2), u.floats());
        Raster image = new Raster(unary.width(), unary.height(), arrays.get("image").bytes());
        DenseCrfBench bench = new DenseCrfBench(unary, image, args.length > 1 ? Integer.parseInt(args[1]) : 12);
        System.out.printf("%d labels, %dx%d, %d iterations, %s%n", unary.channels(), unary.width(), unary.height(), ITERATIONS,
                Lanes.BEST.getClass().getSimpleName());
        for (double[] s : SETTINGS) {
            DenseCrf crf = new DenseCrf(ITERATIONS, s[0], s[1], s[2], s[3], s[4]);
            System.out.printf(Locale.ROOT, "gaussian (%g, %g) bilateral (%g, %g, %g): one thread %.3f s, two %.3f s%n",
                    s[0], s[1], s[2], s[3], s[4], bench.seconds(crf, 1), bench.seconds(crf, 2));
        }
        bench.phases();
    }

    private double seconds(DenseCrf crf, int threads) {
        return best(() -> crf.infer(unary, image, threads));
    }

    private double best(Runnable work) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }

    /** The first setting's phases on one thread, those of a step times the number of steps. */
    private void phases() {
        double[] s = SETTINGS[0];
        try (Team alone = new Team(1)) {
            Map<String, Double> seconds = new LinkedHashMap<>();
            PixelFeatures position = PixelFeatures.ofPosition(image, s[1]);
            PixelFeatures colour = PixelFeatures.ofPositionAndColour(image, s[3], s[4]);
            phases("gaussian", position, s[0], alone, seconds);
            phases("bilateral", colour, s[2], alone, seconds);
            seconds.put("softmax", ITERATIONS * best(this::softmax));
            double whole = seconds(new DenseCrf(ITERATIONS, s[0], s[1], s[2], s[3], s[4]), 1);
            seconds.put("allocation, copies", whole - seconds.values().stream().mapToDouble(t -> t).sum());
            seconds.forEach((phase, time) -> System.out.printf(Locale.ROOT, "%-20s %.3f s%n", phase, time));
        }
    }

    private void softmax() {
        float[][] block = new float[(unary.channels() + Lanes.WIDTH - 1) / Lanes.WIDTH][256 * Lanes.WIDTH];
        Softmax softmax = new Softmax(block[0].length);
        for (int from = 0; from < unary.area(); from += 256) {
            softmax.inPlace(block, block[0].length);
        }
    }

    private void phases(String name, PixelFeatures features, double weight, Team team, Map<String, Double> seconds) {
        seconds.put(name + " build", best(() -> new PermutohedralLattice(features, weight, team)));
        PermutohedralLattice lattice = new PermutohedralLattice(features, weight, team);
        int groups = (unary.channels() + Lanes.WIDTH - 1) / Lanes.WIDTH;
        float[] rows = new float[features.pixels() * Lanes.WIDTH];
        float[] points = lattice.rows();
        float[] spare = lattice.rows();
        float[] block = new float[256 * Lanes.WIDTH];
        seconds.put(name + " splat", ITERATIONS * groups * best(() -> lattice.splat(rows, points)));
        seconds.put(name + " blur", ITERATIONS * groups * best(() -> lattice.blur(points, spare)));
        seconds.put(name + " slice", ITERATIONS * groups * best(() -> {
            for (int from = 0; from + 256 <= features.pixels(); from += 256) {
                lattice.slice(points, from, from + 256, block);
            }
        }));
        System.out.printf("%s: %d lattice points%n", name, lattice.vertices());
    }
}
