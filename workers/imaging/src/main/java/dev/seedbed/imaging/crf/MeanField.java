package dev.seedbed.imaging.crf;

import dev.seedbed.imaging.FloatMaps;
import java.util.List;

/**
 * Mean-field steps on lattices. Labels go in groups of {@link Lanes#WIDTH}, the last one padded with labels of probability 0; a group's
 * Q is a row for every pixel.
 */
final class MeanField {

    /** Pixels whose scores are worked on at once: 24 labels of them fit the first-level cache. */
    private static final int BLOCK = 256;

    private final FloatMaps unary;
    private final List<PermutohedralLattice> lattices;
    private final Team team;
    private final int labels;
    private final int pixels;
    private final int groups;

    MeanField(FloatMaps unary, List<PermutohedralLattice> lattices, Team team) {
        this.unary = unary;
        this.lattices = lattices;
        this.team = team;
        this.labels = unary.channels();
        this.pixels = unary.area();
        this.groups = (labels + Lanes.WIDTH - 1) / Lanes.WIDTH;
    }

    /** Q [L,H,W] after so many steps. */
    FloatMaps run(int iterations) {
        float[] maps = new float[unary.values().length];
        if (iterations == 0) {
            update(null, (columns, start, used) -> copyToMaps(columns, start, used, maps));
            return new FloatMaps(labels, unary.height(), unary.width(), maps);
        }
        float[][] rows = new float[groups][Math.multiplyExact(pixels, Lanes.WIDTH)];
        float[][][][] points = points();
        update(null, (columns, start, used) -> copyToRows(columns, start, used, rows));
        for (int step = 1; step <= iterations; step++) {
            float[][][] messages = filter(rows, points);
            if (step < iterations) {
                update(messages, (columns, start, used) -> copyToRows(columns, start, used, rows));
            } else {
                update(messages, (columns, start, used) -> copyToMaps(columns, start, used, maps));
            }
        }
        return new FloatMaps(labels, unary.height(), unary.width(), maps);
    }

    /** Two arrays of lattice points for every lattice and group. */
    private float[][][][] points() {
        float[][][][] points = new float[lattices.size()][groups][2][];
        for (int k = 0; k < lattices.size(); k++) {
            for (int g = 0; g < groups; g++) {
                points[k][g] = new float[][] {lattices.get(k).rows(), lattices.get(k).rows()};
            }
        }
        return points;
    }

    /** K̃_k Q on the lattice points, by lattice and group. */
    private float[][][] filter(float[][] rows, float[][][][] points) {
        float[][][] messages = new float[lattices.size()][groups][];
        team.share(lattices.size() * groups, (from, to) -> {
            for (int i = from; i < to; i++) {
                int k = i / groups;
                int g = i % groups;
                lattices.get(k).splat(rows[g], points[k][g][0]);
                messages[k][g] = lattices.get(k).blur(points[k][g][0], points[k][g][1]);
            }
        });
        return messages;
    }

    /** What becomes of the probabilities of a block of pixels: [labels, used], the first pixel being number start. */
    private interface Destination {
        void accept(float[][] columns, int start, int used);
    }

    /** Q = softmax(−U + messages), block by block; no messages before the first step. */
    private void update(float[][][] messages, Destination destination) {
        team.share((pixels + BLOCK - 1) / BLOCK, (from, to) -> {
            float[][] columns = new float[labels][BLOCK];
            float[] message = new float[BLOCK * Lanes.WIDTH];
            for (int block = from; block < to; block++) {
                int start = block * BLOCK;
                int used = Math.min(BLOCK, pixels - start);
                negateEnergies(columns, start, used);
                for (int i = 0; messages != null && i < lattices.size() * groups; i++) {
                    int group = i % groups;
                    lattices.get(i / groups).slice(messages[i / groups][group], start, start + used, message);
                    add(message, columns, group * Lanes.WIDTH, used);
                }
                Softmax.inPlace(columns, labels, used);
                destination.accept(columns, start, used);
            }
        });
    }

    private void negateEnergies(float[][] columns, int start, int used) {
        for (int l = 0; l < labels; l++) {
            float[] column = columns[l];
            System.arraycopy(unary.values(), l * pixels + start, column, 0, used);
            for (int i = 0; i < used; i++) {
                column[i] = -column[i];
            }
        }
    }

    private void add(float[] message, float[][] columns, int firstLabel, int used) {
        for (int lane = 0; lane < Math.min(Lanes.WIDTH, labels - firstLabel); lane++) {
            float[] column = columns[firstLabel + lane];
            for (int i = 0; i < used; i++) {
                column[i] += message[i * Lanes.WIDTH + lane];
            }
        }
    }

    private void copyToRows(float[][] columns, int start, int used, float[][] rows) {
        for (int l = 0; l < labels; l++) {
            float[] column = columns[l];
            float[] row = rows[l / Lanes.WIDTH];
            int at = start * Lanes.WIDTH + l % Lanes.WIDTH;
            for (int i = 0; i < used; i++) {
                row[at + i * Lanes.WIDTH] = column[i];
            }
        }
    }

    private void copyToMaps(float[][] columns, int start, int used, float[] maps) {
        for (int l = 0; l < labels; l++) {
            System.arraycopy(columns[l], 0, maps, l * pixels + start, used);
        }
    }
}
