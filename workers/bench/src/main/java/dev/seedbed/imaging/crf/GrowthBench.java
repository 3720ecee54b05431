package dev.seedbed.imaging.crf;

import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.Resample;
import dev.seedbed.imaging.SeedGrowth;
import dev.seedbed.imaging.SeedMaps;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Times what a step of region growing asks of the processors, on a drawn batch of 20 images with 21 classes on a grid of 41×41: the dense
 * CRF, growing, and the CRF's phases. {@code GrowthBench [REPEATS]} prints the best and the median time of a batch on all cores, of images
 * worked on in parallel, and on one.
 */
public final class GrowthBench {

    private static final int IMAGES = 20;
    private static final int CLASSES = 21;
    private static final int GRID = 41;
    private static final DenseCrf CRF = new DenseCrf(10, 3, 3.0 / 12, 10, 80.0 / 12, 13);

    private final int repeats;
    private final FloatMaps[] probabilities = new FloatMaps[IMAGES];
    private final Raster[] pictures = new Raster[IMAGES];
    private final SeedMaps[] cues = new SeedMaps[IMAGES];
    private final boolean[][] shown = new boolean[IMAGES][CLASSES];

    private GrowthBench(int repeats) {
        this.repeats = repeats;
        IntStream.range(0, IMAGES).forEach(image -> draw(image, new Random(image)));
    }

    public static void main(String[] args) {
        GrowthBench bench = new GrowthBench(args.length > 0 ? Integer.parseInt(args[0]) : 40);
        System.out.printf("%d images, %d classes, %dx%d, %d cores, %s%n", IMAGES, CLASSES, GRID, GRID,
                Runtime.getRuntime().availableProcessors(), Lanes.BEST.getClass().getSimpleName());
        bench.time("CRF", image -> CRF.infer(DenseCrf.energies(bench.probabilities[image], 1e-5), bench.pictures[image], 1));
        bench.time("lattices alone", image -> bench.lattices(image));
        bench.time("growing", image -> SeedGrowth.paper(0.9, 0.6).grow(bench.probabilities[image], bench.cues[image], bench.shown[image]));
    }

    /** Smooth scores, made sharp; three classes an image; a cue where a class is very likely. */
    private void draw(int image, Random random) {
        float[] p = new float[CLASSES * GRID * GRID];
        for (int c = 0; c < CLASSES; c++) {
            byte[] noise = new byte[3 * 6 * 6];
            random.nextBytes(noise);
            byte[] smooth = Resample.bicubic(new Raster(6, 6, noise), GRID, GRID).rgb();
            for (int place = 0; place < GRID * GRID; place++) {
                p[c * GRID * GRID + place] = (float) Math.exp((smooth[3 * place] & 0xFF) / 20.0);
            }
        }
        normalise(p);
        byte[] noise = new byte[3 * 8 * 8];
        random.nextBytes(noise);
        pictures[image] = Resample.bicubic(new Raster(8, 8, noise), GRID, GRID);
        probabilities[image] = new FloatMaps(CLASSES, GRID, GRID, p);
        shown[image][0] = true;
        IntStream.range(0, 2).forEach(_ -> shown[image][random.nextInt(CLASSES)] = true);
        byte[] seeds = new byte[p.length];
        for (int i = 0; i < p.length; i++) {
            seeds[i] = (byte) (shown[image][i / (GRID * GRID)] && p[i] > 0.9 ? 1 : 0);
        }
        cues[image] = new SeedMaps(CLASSES, GRID, GRID, seeds);
    }

    private static void normalise(float[] p) {
        for (int place = 0; place < GRID * GRID; place++) {
            float sum = 0;
            for (int i = place; i < p.length; i += GRID * GRID) {
                sum += p[i];
            }
            for (int i = place; i < p.length; i += GRID * GRID) {
                p[i] /= sum;
            }
        }
    }

    /** The lattices of an image's kernels. */
    private void lattices(int image) {
        try (Team alone = new Team(1)) {
            new PermutohedralLattice(PixelFeatures.ofPositionAndColour(pictures[image], CRF.bilateralSxy(), CRF.bilateralSrgb()), 10, alone);
            new PermutohedralLattice(PixelFeatures.ofPosition(pictures[image], CRF.gaussianSxy()), 3, alone);
        }
    }

    private void time(String name, IntConsumer work) {
        double[] all = milliseconds(() -> IntStream.range(0, IMAGES).parallel().forEach(work));
        double[] one = milliseconds(() -> IntStream.range(0, IMAGES).forEach(work));
        System.out.printf(Locale.ROOT, "%-15s all cores: best %.2f ms, median %.2f ms; one: best %.2f ms, median %.2f ms%n",
                name, all[0], all[all.length / 2], one[0], one[one.length / 2]);
    }

    private double[] milliseconds(Runnable batch) {
        double[] times = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            batch.run();
            times[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times);
        return times;
    }
}
