package dev.seedbed.training.task;

import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.SeedGrowth;
import dev.seedbed.imaging.SeedMaps;
import dev.seedbed.imaging.crf.DenseCrf;
import dev.seedbed.stage.RegionGrowing;
import dev.seedbed.training.crf.DenseCrfs;
import dev.seedbed.training.input.Shown;
import dev.seedbed.training.loss.GrowthLoss;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The part of a step of region growing that runs on the processors: several images at a time, each by itself, so that nothing depends on
 * how many.
 *
 * @param refined the CRF's Q of every image, clipped at 1e-4 and renormalised: [N,1+C,g,g]; empty where nothing asks for it
 * @param seeds grown from the cues: [N,1+C,g,g], 0 or 1
 * @param counts of the seeds, by name
 */
record GrownBatch(float[] refined, byte[] seeds, Map<String, Double> counts) {

    /** One image's. */
    private record Grown(Optional<FloatMaps> refined, SeedMaps seeds) {}

    /**
     * Refines and grows.
     *
     * @param probabilities p [N,1+C,g,g]
     * @param tags [N,C]
     */
    static GrownBatch of(RegionGrowing growing, float[] probabilities, float[] tags, List<Shown.OnGrid> shown) {
        int classes = shown.getFirst().cues().classes();
        int size = shown.getFirst().cues().seeds().length;
        Grown[] grown = new Grown[shown.size()];
        IntStream.range(0, grown.length).parallel().forEach(i -> {
            SeedMaps cues = shown.get(i).cues();
            float[] own = Arrays.copyOfRange(probabilities, i * size, (i + 1) * size);
            var p = new FloatMaps(classes, cues.height(), cues.width(), own);
            grown[i] = grow(growing, p, shownClasses(tags, i * (classes - 1), classes), shown.get(i));
        });
        return collect(grown, classes, size, shown);
    }

    private static boolean[] shownClasses(float[] tags, int from, int classes) {
        boolean[] classesShown = new boolean[classes];
        classesShown[0] = true;
        for (int c = 1; c < classes; c++) {
            classesShown[c] = tags[from + c - 1] > 0;
        }
        return classesShown;
    }

    private static Grown grow(RegionGrowing growing, FloatMaps p, boolean[] classesShown, Shown.OnGrid image) {
        if (growing.growth().isEmpty() && growing.boundary().isEmpty()) {
            return new Grown(Optional.empty(), image.cues());
        }
        FloatMaps refined = floored(refine(growing, p, image));
        SeedMaps seeds = growing.growth()
                .map(growth -> criterion(growth).grow(refined, image.cues(), classesShown))
                .orElse(image.cues());
        return new Grown(Optional.of(refined), seeds);
    }

    private static FloatMaps refine(RegionGrowing growing, FloatMaps p, Shown.OnGrid image) {
        if (growing.crf().iterations() == 0) {
            return p;
        }
        FloatMaps energies = switch (growing.crfInput()) {
            case LOG_PROBABILITY -> DenseCrf.energies(p, 1e-5);
            case PROBABILITY -> negated(p);
        };
        return DenseCrfs.of(growing.crf()).infer(energies, image.picture(), 1);
    }

    private static FloatMaps negated(FloatMaps p) {
        float[] energies = new float[p.values().length];
        for (int i = 0; i < energies.length; i++) {
            energies[i] = -p.values()[i];
        }
        return new FloatMaps(p.channels(), p.height(), p.width(), energies);
    }

    private static FloatMaps floored(FloatMaps q) {
        float[] floored = new float[q.values().length];
        float[] sums = new float[q.area()];
        for (int i = 0; i < floored.length; i++) {
            floored[i] = Math.max(q.values()[i], (float) GrowthLoss.FLOOR);
            sums[i % sums.length] += floored[i];
        }
        for (int i = 0; i < floored.length; i++) {
            floored[i] /= sums[i % sums.length];
        }
        return new FloatMaps(q.channels(), q.height(), q.width(), floored);
    }

    private static SeedGrowth criterion(RegionGrowing.Growth growth) {
        return switch (growth.rule()) {
            case PAPER -> SeedGrowth.paper(growth.background(), growth.foreground());
            case RELEASED_CODE -> SeedGrowth.releasedCode(growth.background(), growth.foreground());
        };
    }

    private static GrownBatch collect(Grown[] grown, int classes, int size, List<Shown.OnGrid> shown) {
        boolean refined = grown[0].refined.isPresent();
        float[] q = new float[refined ? grown.length * size : 0];
        byte[] seeds = new byte[grown.length * size];
        SeedCounts counts = new SeedCounts(classes);
        for (int i = 0; i < grown.length; i++) {
            System.arraycopy(grown[i].seeds.seeds(), 0, seeds, i * size, size);
            counts.add(grown[i].seeds, shown.get(i).truth());
            if (refined) {
                System.arraycopy(grown[i].refined.orElseThrow().values(), 0, q, i * size, size);
            }
        }
        return new GrownBatch(q, seeds, counts.byName());
    }
}
