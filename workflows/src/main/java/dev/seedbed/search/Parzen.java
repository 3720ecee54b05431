package dev.seedbed.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** A Parzen estimator over some dimensions: a mixture of one product of kernels per observation and one of the prior's. */
final class Parzen {

    /** So many of the newest observations count fully; older ones ever less. */
    private static final int FRESH = 25;

    private final List<Kernels> kernels;
    private final double[] weights;

    /** @param observed oldest first; those that lack a value of one of the dimensions are left out */
    Parzen(List<Dimension> dimensions, List<Observation> observed) {
        double[][] coordinates = observed.stream()
                .map(one -> coordinates(dimensions, one.point().values()))
                .filter(one -> Arrays.stream(one).noneMatch(Double::isNaN))
                .toArray(double[][]::new);
        this.kernels = IntStream.range(0, dimensions.size())
                .mapToObj(i -> Kernels.of(dimensions.get(i), Arrays.stream(coordinates).mapToDouble(one -> one[i]).toArray()))
                .toList();
        this.weights = weights(coordinates.length);
    }

    private static double[] coordinates(List<Dimension> dimensions, SortedMap<String, JsonNode> point) {
        double[] coordinates = new double[dimensions.size()];
        for (int i = 0; i < coordinates.length; i++) {
            JsonNode value = point.get(dimensions.get(i).path());
            coordinates[i] = value == null ? Double.NaN : Kernels.coordinate(dimensions.get(i), value);
        }
        return coordinates;
    }

    /** The observations', oldest first, and the prior's; they sum up to 1. */
    private static double[] weights(int observations) {
        double[] weights = new double[observations + 1];
        Arrays.fill(weights, 1);
        int old = observations - FRESH;
        for (int i = 0; i < old; i++) {
            double oldest = 1.0 / observations;
            weights[i] = old == 1 ? oldest : oldest + (1 - oldest) * i / (old - 1);
        }
        double sum = Arrays.stream(weights).sum();
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    double[] draw(Draws draws) {
        double left = draws.nextDouble();
        int kernel = 0;
        while (kernel < weights.length - 1 && left >= weights[kernel]) {
            left -= weights[kernel++];
        }
        double[] drawn = new double[kernels.size()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = kernels.get(i).draw(kernel, draws);
        }
        return drawn;
    }

    /** The density's logarithm, relative to the uniform density. */
    double logDensity(double[] coordinates) {
        double[] products = weights.clone();
        for (int i = 0; i < coordinates.length; i++) {
            kernels.get(i).multiply(coordinates[i], products);
        }
        double sum = 0;
        for (double product : products) {
            sum += product;
        }
        return StrictMath.log(sum);
    }
}
