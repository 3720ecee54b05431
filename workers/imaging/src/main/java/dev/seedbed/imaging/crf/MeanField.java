package dev.seedbed.imaging.crf;

import dev.seedbed.imaging.FloatMaps;
import java.util.ArrayList;
import java.util.List;

/**
 * Mean-field steps on lattices. Labels go in groups of {@link Lanes#WIDTH}, the last one padded with impossible labels; a group has a
 * row of numbers for every pixel.
 */
final class MeanField {

    /** Pixels whose scores are worked on at once: 24 labels of them fit the first-level cache. */
    private static final int BLOCK = 256;

    private final FloatMaps unary;
    private final Team team;
    private final int pixels;
    private final int groups;
    private final List<Message> messages = new ArrayList<>();

    /** −U and Q: [groups, pixels × WIDTH]. */
    private final float[][] scores;

    private final float[][] probabilities;

    MeanField(FloatMaps unary, List<PermutohedralLattice> lattices, Team team) {
        this.unary = unary;
        this.team = team;
        this.pixels = unary.area();
        this.groups = (unary.channels() + Lanes.WIDTH - 1) / Lanes.WIDTH;
        this.scores = new float[groups][Math.multiplyExact(pixels, Lanes.WIDTH)];
        this.probabilities = new float[groups][pixels * Lanes.WIDTH];
        for (PermutohedralLattice lattice : lattices) {
            for (int group = 0; group < groups; group++) {
                messages.add(new Message(lattice, group));
            }
        }
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

        void filter(float[][] probabilities) {
            lattice.splat(probabilities[group], points);
            float[] blurred = lattice.blur(points, spare);
            spare = blurred == points ? spare : points;
            points = blurred;
        }
    }

    /** Q [L,H,W] after so many steps. */
    FloatMaps run(int iterations) {
        team.share(pixels, this::negateEnergies);
        update(List.of());
        for (int step = 0; step < iterations; step++) {
            team.share(messages.size(), (from, to) -> messages.subList(from, to).forEach(message -> message.filter(probabilities)));
            update(messages);
        }
        float[] maps = new float[unary.values().length];
        team.share(pixels, (from, to) -> copyProbabilities(from, to, maps));
        return new FloatMaps(unary.channels(), unary.height(), unary.width(), maps);
    }

    private void negateEnergies(int from, int to) {
        for (int l = 0; l < groups * Lanes.WIDTH; l++) {
            float[] group = scores[l / Lanes.WIDTH];
            int lane = l % Lanes.WIDTH;
            boolean real = l < unary.channels();
            for (int i = from; i < to; i++) {
                group[i * Lanes.WIDTH + lane] = real ? -unary.values()[l * pixels + i] : Float.NEGATIVE_INFINITY;
            }
        }
    }

    /** Q = softmax(−U + messages), block by block. */
    private void update(List<Message> received) {
        team.share((pixels + BLOCK - 1) / BLOCK, (from, to) -> {
            float[][] block = new float[groups][BLOCK * Lanes.WIDTH];
            Softmax softmax = new Softmax(BLOCK * Lanes.WIDTH);
            for (int start = from * BLOCK; start < Math.min(to * BLOCK, pixels); start += BLOCK) {
                int end = Math.min(start + BLOCK, pixels);
                int length = (end - start) * Lanes.WIDTH;
                for (int g = 0; g < groups; g++) {
                    System.arraycopy(scores[g], start * Lanes.WIDTH, block[g], 0, length);
                }
                for (Message message : received) {
                    message.lattice.slice(message.points, start, end, block[message.group]);
                }
                softmax.inPlace(block, length);
                for (int g = 0; g < groups; g++) {
                    System.arraycopy(block[g], 0, probabilities[g], start * Lanes.WIDTH, length);
                }
            }
        });
    }

    private void copyProbabilities(int from, int to, float[] maps) {
        for (int l = 0; l < unary.channels(); l++) {
            float[] group = probabilities[l / Lanes.WIDTH];
            int lane = l % Lanes.WIDTH;
            for (int i = from; i < to; i++) {
                maps[l * pixels + i] = group[i * Lanes.WIDTH + lane];
            }
        }
    }
}
