package dev.seedbed.imaging.crf;

import dev.seedbed.imaging.FloatMaps;
import java.util.ArrayList;
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
            update(List.of(), (columns, start, used) -> copyToMaps(columns, start, used, maps));
            return new FloatMaps(labels, unary.height(), unary.width(), maps);
        }
        float[][] rows = new float[groups][Math.multiplyExact(pixels, Lanes.WIDTH)];
        List<Message> messages = messages();
        update(List.of(), (columns, start, used) -> copyToRows(columns, start, used, rows));
        for (int step = 1; step <= iterations; step++) {
            team.share(messages.size(), (from, to) -> messages.subList(from, to).forEach(message -> message.filter(rows)));
            boolean last = step == iterations;
            update(messages, (columns, start, used) -> {
                if (last) {
                    copyToMaps(columns, start, used, maps);
                } else {
                    copyToRows(columns, start, used, rows);
                }
            });
        }
        return new FloatMaps(labels, unary.height(), unary.width(), maps);
    }

    private List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (PermutohedralLattice lattice : lattices) {
            for (int group = 0; group < groups; group++) {
                messages.add(new Message(lattice, group));
            }
        }
        return messages;
    }

    /** w_k K̃_k Q of one kernel for one group of labels, on the kernel's lattice points. */
    private static final class Message {
        private final PermutohedralLattice lattice;
        private final int group;
        private float[] points;
        private float[] spare;

        Message(PermutohedralLattice lattice, int group) {
            this.lattice = lattice;
            this.group = group;
            this.points = lattice.rows();
            this.spare = lattice.rows();
        }

        void filter(float[][] rows) {
            lattice.splat(rows[group], points);
            float[] blurred = lattice.blur(points, spare);
            spare = blurred == points ? spare : points;
            points = blurred;
        }
    }

    /** What becomes of the probabilities of a block of pixels: [labels, used], the first pixel being number start. */
    private interface Destination {
        void accept(float[][] columns, int start, int used);
    }

    /** Q = softmax(−U + messages), block by block. */
    private void update(List<Message> messages, Destination destination) {
        team.share((pixels + BLOCK - 1) / BLOCK, (from, to) -> {
            float[][] columns = new float[labels][BLOCK];
            float[] rows = new float[BLOCK * Lanes.WIDTH];
            for (int block = from; block < to; block++) {
                int start = block * BLOCK;
                int used = Math.min(BLOCK, pixels - start);
                negateEnergies(columns, start, used);
                for (Message message : messages) {
                    message.lattice.slice(message.points, start, start + used, rows);
                    add(rows, columns, message.group * Lanes.WIDTH, used);
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

    private void add(float[] rows, float[][] columns, int firstLabel, int used) {
        for (int lane = 0; lane < Math.min(Lanes.WIDTH, labels - firstLabel); lane++) {
            float[] column = columns[firstLabel + lane];
            for (int i = 0; i < used; i++) {
                column[i] += rows[i * Lanes.WIDTH + lane];
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
