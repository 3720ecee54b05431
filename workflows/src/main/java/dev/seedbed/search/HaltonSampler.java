package dev.seedbed.search;

import dev.seedbed.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Points that fill the space evenly: a Halton sequence, one prime base a dimension, whose digits are shuffled at random at each of their
 * positions (Owen, A randomized Halton algorithm in R, 2017).
 */
public record HaltonSampler(long seed) implements Sampler {

    @Override
    public String name() {
        return "halton";
    }

    @Override
    public Optional<Proposal> propose(SearchSpace space, Objectives objectives, List<Observation> observations, int number) {
        var numbers = Json.mapper().createObjectNode().put("sampler", name()).put("seed", seed).put("number", number);
        double[] places = places(space.dimensions().size(), number);
        return Optional.of(new Proposal(space.at(places), "Point " + number + " of a Halton sequence.", numbers));
    }

    double[] places(int dimensions, int number) {
        int[] bases = IntStream.iterate(2, i -> i + 1).filter(HaltonSampler::isPrime).limit(dimensions).toArray();
        return Arrays.stream(bases).mapToDouble(base -> place(base, number - 1)).toArray();
    }

    /** The index's digits, the lowest first, behind the point; leading zeros are shuffled too, as far as a double reaches. */
    private double place(int base, int index) {
        double place = 0;
        double unit = 1.0 / base;
        for (int position = 0; unit > 0x1p-54; position++) {
            place += unit * shuffled(base, position)[index % base];
            index /= base;
            unit /= base;
        }
        return Math.min(place, Math.nextDown(1.0));
    }

    private int[] shuffled(int base, int position) {
        var draws = new Draws(seed, base, position);
        int[] digits = IntStream.range(0, base).toArray();
        for (int i = base - 1; i > 0; i--) {
            int other = draws.nextInt(i + 1);
            int digit = digits[i];
            digits[i] = digits[other];
            digits[other] = digit;
        }
        return digits;
    }

    private static boolean isPrime(int number) {
        return IntStream.rangeClosed(2, (int) Math.sqrt(number)).noneMatch(divisor -> number % divisor == 0);
    }
}
