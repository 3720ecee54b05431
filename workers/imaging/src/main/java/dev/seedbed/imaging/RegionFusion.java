package dev.seedbed.imaging;

import java.util.List;

/**
 * Labels from the regions that the rounds of adversarial erasing mined (Wei et al., 2017).
 *
 * <p>A round's regions are one {@link Mask}: 0 where no class claims the pixel, the class where one does, {@link Mask#IGNORE} where
 * several do. That loses nothing: a pixel that several classes claim is ignored whatever the other rounds say.
 */
public final class RegionFusion {

    private RegionFusion() {}

    /**
     * Fuses rounds with a background cue. A pixel in one class's fused region takes that class; in no region and background it is 0;
     * claimed by several classes, by a class and background both, or by nobody it is {@link Mask#IGNORE}.
     *
     * @param rounds at least one, all of one size
     * @param background whether the cue claims a pixel [height × width]
     */
    public static Mask fuse(List<Mask> rounds, boolean[] background) {
        Mask claims = union(rounds);
        if (background.length != claims.labels().length) {
            throw new IllegalArgumentException("a background cue of " + background.length + " pixels does not fit regions of "
                    + claims.width() + "x" + claims.height());
        }
        byte[] labels = new byte[background.length];
        for (int i = 0; i < labels.length; i++) {
            boolean claimed = claims.labels()[i] != 0;
            labels[i] = claimed == background[i] ? (byte) Mask.IGNORE : claims.labels()[i];
        }
        return new Mask(claims.width(), claims.height(), labels);
    }

    /** The regions of all rounds together, in a round's own form. */
    public static Mask union(List<Mask> rounds) {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("there are no regions to fuse");
        }
        Mask first = rounds.getFirst();
        byte[] labels = first.labels().clone();
        for (Mask round : rounds.subList(1, rounds.size())) {
            if (round.width() != first.width() || round.height() != first.height()) {
                throw new IllegalArgumentException("regions of " + round.width() + "x" + round.height() + " and of " + first.width() + "x"
                        + first.height() + " are not of one image");
            }
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (byte) join(labels[i] & 0xFF, round.at(i));
            }
        }
        return new Mask(first.width(), first.height(), labels);
    }

    /** Where a map, such as saliency in [0,1], is below a value; compared in double precision. */
    public static boolean[] below(float[] map, double value) {
        boolean[] below = new boolean[map.length];
        for (int i = 0; i < map.length; i++) {
            below[i] = map[i] < value;
        }
        return below;
    }

    /** Where no round claims a pixel: as a background cue it leaves nothing undecided but what several classes claim. */
    public static boolean[] unclaimed(List<Mask> rounds) {
        byte[] claims = union(rounds).labels();
        boolean[] unclaimed = new boolean[claims.length];
        for (int i = 0; i < claims.length; i++) {
            unclaimed[i] = claims[i] == 0;
        }
        return unclaimed;
    }

    /** What two claims (0 none, a class, 255 several) are together. */
    static int join(int one, int other) {
        if (one == 0 || one == other) {
            return other;
        }
        return other == 0 ? one : Mask.IGNORE;
    }
}
