package dev.seedbed.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * One dimension's part of a Parzen estimator: a kernel for each observation, and one more for the prior. Coordinates are a range's places
 * in [0, 1] or a choice's indices.
 */
sealed interface Kernels {

    /** Multiplies each kernel's product by its density at a coordinate, relative to the uniform one. */
    void multiply(double coordinate, double[] products);

    /** A coordinate drawn from one kernel. */
    double draw(int kernel, Draws draws);

    static Kernels of(Dimension dimension, double[] observed) {
        return switch (dimension) {
            case Dimension.Choice choice -> new Choices(choice.values().size(), observed);
            case Dimension.Range range -> Normals.of(range, observed);
        };
    }

    /** Not a number if the value is none of the dimension's, as it may be before the dimension was narrowed. */
    static double coordinate(Dimension dimension, JsonNode value) {
        return switch (dimension) {
            case Dimension.Choice choice -> choice.values().contains(value) ? choice.values().indexOf(value) : Double.NaN;
            case Dimension.Range range -> value.isNumber() && value.doubleValue() >= range.from() && value.doubleValue() <= range.to()
                    ? range.place(value.doubleValue())
                    : Double.NaN;
        };
    }

    static JsonNode value(Dimension dimension, double coordinate) {
        return switch (dimension) {
            case Dimension.Choice choice -> choice.value((long) coordinate);
            case Dimension.Range range -> range.draw(coordinate);
        };
    }

    /** A kernel prefers the observed value over the others, all the more the more kernels there are. */
    record Choices(int values, double[] observed) implements Kernels {

        @Override
        public void multiply(double coordinate, double[] products) {
            double kernels = products.length;
            double scale = values / (1 + values / kernels);
            for (int i = 0; i < observed.length; i++) {
                products[i] *= scale * ((observed[i] == coordinate ? 1 : 0) + 1 / kernels);
            }
        }

        @Override
        public double draw(int kernel, Draws draws) {
            double kernels = observed.length + 1;
            boolean prior = kernel == observed.length || draws.nextDouble() * (1 + values / kernels) >= 1;
            return prior ? draws.nextInt(values) : observed[kernel];
        }
    }

    /**
     * Normal distributions cut off at the range's ends, as wide as the farther neighbour is away, whether dimensions are drawn together or
     * not. The prior lies in the middle, as wide as the range. No kernel is wider, nor narrower than the range's hundredth or, with fewer
     * kernels, its 1/(kernels + 1).
     *
     * @param sharpness the reciprocals of the widths
     * @param scales the reciprocals of the masses within the range
     */
    record Normals(Dimension.Range range, double[] means, double[] sharpness, double[] scales) implements Kernels {

        static Normals of(Dimension.Range range, double[] observed) {
            int count = observed.length;
            double[] means = Arrays.copyOf(observed, count + 1);
            means[count] = 0.5;
            double[] gaps = Arrays.copyOf(gaps(observed), count + 1);
            gaps[count] = 1;
            double narrowest = 1 / Math.min(100.0, count + 2);
            double[] sharpness = new double[count + 1];
            double[] scales = new double[count + 1];
            for (int i = 0; i <= count; i++) {
                sharpness[i] = 1 / Math.clamp(gaps[i], narrowest, 1);
                scales[i] = 1 / (Normal.below((1 - means[i]) * sharpness[i]) - Normal.below(-means[i] * sharpness[i]));
            }
            return new Normals(range, means, sharpness, scales);
        }

        /** How far the farther neighbour of each is away; the range's ends are neighbours of one that is alone. */
        private static double[] gaps(double[] observed) {
            int[] order = IntStream.range(0, observed.length).boxed()
                    .sorted(Comparator.comparingDouble(i -> observed[i]))
                    .mapToInt(i -> i)
                    .toArray();
            int last = order.length - 1;
            double[] gaps = new double[order.length];
            for (int i = 0; i <= last; i++) {
                double own = observed[order[i]];
                double left = i > 0 ? own - observed[order[i - 1]] : last == 0 ? own : 0;
                double right = i < last ? observed[order[i + 1]] - own : last == 0 ? 1 - own : 0;
                gaps[order[i]] = Math.max(left, right);
            }
            return gaps;
        }

        @Override
        public void multiply(double coordinate, double[] products) {
            if (range.size().isEmpty()) {
                for (int i = 0; i < products.length; i++) {
                    products[i] *= scales[i] * sharpness[i] * Normal.density((coordinate - means[i]) * sharpness[i]);
                }
                return;
            }
            double number = range.number(coordinate);
            double from = range.placeBefore(number);
            double to = range.placeAfter(number);
            double share = 1 / (to - from);
            for (int i = 0; i < products.length; i++) {
                double mass = Normal.below((to - means[i]) * sharpness[i]) - Normal.below((from - means[i]) * sharpness[i]);
                products[i] *= scales[i] * share * Math.max(mass, 0);
            }
        }

        @Override
        public double draw(int kernel, Draws draws) {
            while (true) {
                double drawn = means[kernel] + draws.nextGaussian() / sharpness[kernel];
                if (drawn >= 0 && drawn <= 1) {
                    return drawn;
                }
            }
        }
    }
}
