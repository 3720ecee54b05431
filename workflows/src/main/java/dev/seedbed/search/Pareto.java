package dev.seedbed.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/** Orders points of several objectives; points are indices into their losses. */
final class Pareto {

    /** How far the reference point lies beyond a front's worst losses, as a part of the front's extent. */
    private static final double MARGIN = 0.1;

    private final double[][] losses;

    Pareto(double[][] losses) {
        this.losses = losses;
    }

    /** The points that no other dominates. */
    List<Integer> front() {
        return front(sorted());
    }

    /**
     * The foremost points: front after front, and of the front that does not fit as a whole those that dominate the most volume together,
     * chosen one by one (as MOTPE does: Ozaki et al., GECCO 2020).
     */
    List<Integer> best(int count) {
        var best = new ArrayList<Integer>();
        List<Integer> left = sorted();
        while (best.size() < count && !left.isEmpty()) {
            List<Integer> front = front(left);
            left = without(left, front);
            int room = count - best.size();
            best.addAll(front.size() <= room ? front : mostVolume(front, room));
        }
        return best;
    }

    /** All points such that none is dominated by one that follows. */
    private List<Integer> sorted() {
        Comparator<Integer> lexicographic = (a, b) -> Arrays.compare(losses[a], losses[b]);
        return IntStream.range(0, losses.length).boxed().sorted(lexicographic.thenComparing(Comparator.naturalOrder())).toList();
    }

    private List<Integer> front(List<Integer> sorted) {
        var front = new ArrayList<Integer>();
        for (int point : sorted) {
            if (front.stream().noneMatch(other -> dominates(losses[other], losses[point]))) {
                front.add(point);
            }
        }
        return front;
    }

    private static List<Integer> without(List<Integer> points, List<Integer> others) {
        var excluded = new HashSet<>(others);
        return points.stream().filter(point -> !excluded.contains(point)).toList();
    }

    private List<Integer> mostVolume(List<Integer> front, int count) {
        double[][] sides = sides(front);
        double[] gains = Arrays.stream(sides).mapToDouble(Pareto::product).toArray();
        var chosen = new ArrayList<double[]>();
        var best = new ArrayList<Integer>();
        while (best.size() < count) {
            int next = highest(gains);
            double gain = product(sides[next]) - volume(within(sides[next], chosen));
            if (gain < gains[next]) {
                gains[next] = gain;
            }
            if (highest(gains) == next) {
                chosen.add(sides[next]);
                best.add(front.get(next));
                gains[next] = Double.NEGATIVE_INFINITY;
            }
        }
        return best;
    }

    /** By point and objective, how far a loss lies below the reference point, as a part of the front's extent. */
    private double[][] sides(List<Integer> front) {
        double[][] sides = new double[front.size()][losses[0].length];
        for (int k = 0; k < losses[0].length; k++) {
            int objective = k;
            double lowest = front.stream().mapToDouble(point -> losses[point][objective]).min().orElseThrow();
            double extent = front.stream().mapToDouble(point -> losses[point][objective]).max().orElseThrow() - lowest;
            for (int i = 0; i < sides.length; i++) {
                sides[i][k] = 1 + MARGIN - (extent > 0 ? (losses[front.get(i)][k] - lowest) / extent : 1);
            }
        }
        return sides;
    }

    private static int highest(double[] values) {
        int highest = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[highest]) {
                highest = i;
            }
        }
        return highest;
    }

    /** The volume of the union of boxes that share a corner (While, Bradstreet, Barone: WFG, 2012). */
    private static double volume(List<double[]> boxes) {
        double volume = 0;
        for (int i = 0; i < boxes.size(); i++) {
            volume += product(boxes.get(i)) - volume(within(boxes.get(i), boxes.subList(i + 1, boxes.size())));
        }
        return volume;
    }

    /** What of the boxes lies within one box, those left out that lie within another. */
    private static List<double[]> within(double[] box, List<double[]> boxes) {
        var cut = new ArrayList<double[]>();
        for (double[] other : boxes) {
            double[] common = new double[box.length];
            for (int k = 0; k < box.length; k++) {
                common[k] = Math.min(box[k], other[k]);
            }
            if (cut.stream().noneMatch(one -> isWithin(common, one))) {
                cut.removeIf(one -> isWithin(one, common));
                cut.add(common);
            }
        }
        return cut;
    }

    private static boolean isWithin(double[] box, double[] other) {
        for (int k = 0; k < box.length; k++) {
            if (box[k] > other[k]) {
                return false;
            }
        }
        return true;
    }

    private static double product(double[] sides) {
        double product = 1;
        for (double side : sides) {
            product *= side;
        }
        return product;
    }

    /** Whether losses are nowhere higher and somewhere lower than the others. */
    private static boolean dominates(double[] losses, double[] others) {
        return isWithin(losses, others) && !Arrays.equals(losses, others);
    }
}
