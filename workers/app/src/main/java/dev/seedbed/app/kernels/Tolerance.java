package dev.seedbed.app.kernels;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.imaging.array.NdArray;
import java.util.Locale;

/** How far an output may be from what is expected. NaN equals NaN and nothing else. */
sealed interface Tolerance {

    /**
     * From {@code {"abs": x}} or {@code {"agree": f}}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Tolerance of(JsonNode json) {
        if (json.size() == 1 && json.path("abs").isNumber()) {
            return new Abs(json.get("abs").asDouble());
        }
        if (json.size() == 1 && json.path("agree").isNumber()) {
            return new Agree(json.get("agree").asDouble());
        }
        throw new IllegalArgumentException("a tolerance is {\"abs\": x} or {\"agree\": f}, unlike " + json);
    }

    /** Compares arrays of one shape. */
    Finding compare(NdArray expected, NdArray actual);

    /** Whether an output is near enough, and how near, in words. */
    record Finding(boolean passed, String words) {}

    /** The largest absolute difference that is allowed. */
    record Abs(double most) implements Tolerance {

        @Override
        public Finding compare(NdArray expected, NdArray actual) {
            double worst = 0;
            for (int i = 0; i < expected.size(); i++) {
                double difference = Math.abs(expected.at(i) - actual.at(i));
                if (!same(expected.at(i), actual.at(i))) {
                    worst = Math.max(worst, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
                }
            }
            return new Finding(worst <= most, String.format(Locale.ROOT, "off by %.2e, allowed %.2e", worst, most));
        }
    }

    /** The least share of equal elements that is allowed. */
    record Agree(double least) implements Tolerance {

        @Override
        public Finding compare(NdArray expected, NdArray actual) {
            int equal = 0;
            for (int i = 0; i < expected.size(); i++) {
                equal += same(expected.at(i), actual.at(i)) ? 1 : 0;
            }
            double share = expected.size() == 0 ? 1 : (double) equal / expected.size();
            return new Finding(share >= least, String.format(Locale.ROOT, "agrees on %.6f, needed %.6f", share, least));
        }
    }

    private static boolean same(double a, double b) {
        return a == b || Double.isNaN(a) && Double.isNaN(b);
    }
}
