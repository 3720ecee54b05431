package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/** What a branch of a segmenter looks at features with, before its scores. */
sealed interface Context {

    /** Its tensors. */
    List<ParameterSpec> parameters();

    /** Channels of what it makes of the features. */
    int channels();

    /** How many dropout masks it asks for, each with its own channels on the features' grid. */
    int masks();

    /** [N,channels,h,w] from features [N,K,h,w]. */
    NDArray of(Parameters p, NDArray features, Dropout dropout);

    /** The features themselves. */
    record Bare(int channels) implements Context {

        @Override
        public List<ParameterSpec> parameters() {
            return List.of();
        }

        @Override
        public int masks() {
            return 0;
        }

        @Override
        public NDArray of(Parameters p, NDArray features, Dropout dropout) {
            return features;
        }
    }

    /** A dilated 3×3 convolution to 128 channels, rectified. */
    record Dilated(String layer, int in, int dilation) implements Context {

        @Override
        public List<ParameterSpec> parameters() {
            return ParameterSpec.fresh(layer, channels(), in, 3, Start.fanIn(in, 3));
        }

        @Override
        public int channels() {
            return 128;
        }

        @Override
        public int masks() {
            return 0;
        }

        @Override
        public NDArray of(Parameters p, NDArray features, Dropout dropout) {
            return Layers.relu(Layers.convolve(features, p, layer, 1, dilation, dilation));
        }
    }

    /** VGG16's fc6, a dilated 3×3 convolution, and fc7, 1×1: 1024 channels each, rectified and dropped. */
    record FullyConnected(String suffix, int in, int dilation) implements Context {

        @Override
        public List<ParameterSpec> parameters() {
            int out = channels();
            List<ParameterSpec> specs = new ArrayList<>(ParameterSpec.fresh("fc6" + suffix, out, in, 3, Start.xavier(out, in, 3)));
            specs.addAll(ParameterSpec.fresh("fc7" + suffix, out, out, 1, Start.xavier(out, out, 1)));
            return specs;
        }

        @Override
        public int channels() {
            return LargeFov.FC;
        }

        @Override
        public int masks() {
            return 2;
        }

        @Override
        public NDArray of(Parameters p, NDArray features, Dropout dropout) {
            NDArray x = dropout.apply(Layers.relu(Layers.convolve(features, p, "fc6" + suffix, 1, dilation, dilation)));
            return dropout.apply(Layers.relu(Layers.convolve(x, p, "fc7" + suffix)));
        }
    }
}
