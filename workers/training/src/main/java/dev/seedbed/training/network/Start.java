package dev.seedbed.training.network;

import dev.seedbed.training.draw.Draws;

/** What a tensor is before it has learned anything. */
public sealed interface Start {

    /** All zero. */
    record Zero() implements Start {}

    /** Normal with mean 0. */
    record Normal(double deviation) implements Start {}

    /** Uniform in [−bound, bound). */
    record Uniform(double bound) implements Start {}

    /** Xavier's for a convolution: uniform with variance 2 / (fan in + fan out) (Glorot and Bengio, 2010). */
    static Start xavier(int out, int in, int kernel) {
        return new Uniform(StrictMath.sqrt(6.0 / ((double) (in + out) * kernel * kernel)));
    }

    /** Uniform within 1/√(fan in), PyTorch's own for convolutions. */
    static Start fanIn(int in, int kernel) {
        return new Uniform(1 / StrictMath.sqrt((double) in * kernel * kernel));
    }

    /** That many values. */
    default float[] draw(int size, Draws draws) {
        float[] values = new float[size];
        switch (this) {
            case Zero _ -> { }
            case Normal(double deviation) -> {
                for (int i = 0; i < size; i++) {
                    values[i] = (float) (deviation * draws.nextGaussian());
                }
            }
            case Uniform(double bound) -> {
                for (int i = 0; i < size; i++) {
                    values[i] = (float) draws.nextDouble(-bound, bound);
                }
            }
        }
        return values;
    }
}
