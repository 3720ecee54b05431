package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import dev.seedbed.json.Nearest;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The networks that torchvision publishes weights of, as classifiers. */
public enum TorchvisionNetwork {
    /** Strides: 16, or 8 with its last pooling at stride 1. */
    SQUEEZENET1_1(List.of("classifier.1"), 16, 8),
    /** Strides: 32 with {@code features} whole, or 8 in DeepLab's form ({@link Vgg16.Pools#DEEPLAB}). */
    VGG16(List.of("classifier.0", "classifier.3", "classifier.6"), 32, 8),
    /** Strides: 32, or 16 and 8 with torchvision's {@code replace_stride_with_dilation}. */
    RESNET50(List.of("fc"), 32, 16, 8),
    /** As {@link #RESNET50}. */
    RESNET101(List.of("fc"), 32, 16, 8);

    /** VGG16's head looks at 7×7 places, whatever the picture's size. */
    private static final int VGG_SIDE = 7;

    private final List<String> head;
    private final List<Integer> strides;

    TorchvisionNetwork(List<String> head, Integer... strides) {
        this.head = head;
        this.strides = List.of(strides);
    }

    /** The network of that name, letter case ignored. @throws IllegalArgumentException naming the nearest if there is none */
    public static TorchvisionNetwork of(String name) {
        return Arrays.stream(values())
                .filter(network -> network.word().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no backbone " + name + Nearest.hint(name, Arrays.stream(values()).map(TorchvisionNetwork::word).toList())));
    }

    /** Its name, as torchvision writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stride that it was trained with. */
    public int plainStride() {
        return strides.getFirst();
    }

    /** @throws IllegalArgumentException if it has no such stride, naming those it has */
    public Extractor extractor(int stride) {
        if (!strides.contains(stride)) {
            throw new IllegalArgumentException(word() + " has no stride " + stride + ", only " + strides);
        }
        return switch (this) {
            case SQUEEZENET1_1 -> new SqueezeNet(stride == 16 ? SqueezeNet.LastPool.STRIDE_2 : SqueezeNet.LastPool.STRIDE_1);
            case VGG16 -> new Vgg16(stride == 32 ? Vgg16.Pools.PUBLISHED : Vgg16.Pools.DEEPLAB);
            case RESNET50 -> new ResNet(ResNet.Depth.FIFTY, grid(stride));
            case RESNET101 -> new ResNet(ResNet.Depth.HUNDRED_AND_ONE, grid(stride));
        };
    }

    private static ResNet.Grid grid(int stride) {
        return ResNet.Grid.valueOf("STRIDE_" + stride);
    }

    /** Whether the file brings the classification head. */
    public boolean hasHead(Safetensors file) {
        return file.tensors().containsKey(head.getLast() + ".weight");
    }

    /** The classification head's tensors, for as many classes as the file has. */
    public List<ParameterSpec> head(Safetensors file) {
        List<ParameterSpec> specs = new ArrayList<>();
        int in = this == VGG16 ? 512 * VGG_SIDE * VGG_SIDE : extractor(plainStride()).channels();
        for (String layer : head) {
            Tensor weight = file.tensor(layer + ".weight");
            int out = weight.shape().dimension() == 0 ? 1 : Math.toIntExact(weight.shape().get(0));
            specs.addAll(this == SQUEEZENET1_1 ? ParameterSpec.pretrained(layer, out, in, 1) : ParameterSpec.linear(layer, out, in));
            in = out;
        }
        return specs;
    }

    /** @return [N,classes] from features [N,K,h,w] */
    public NDArray logits(Parameters p, NDArray features) {
        return switch (this) {
            case SQUEEZENET1_1 -> Layers.globalMean(Layers.relu(Layers.convolve(features, p, head.getFirst())));
            case VGG16 -> {
                NDArray x = Layers.adaptiveAverage(features, VGG_SIDE).flatten(1, 3);
                x = Layers.relu(Layers.linear(x, p, head.get(0)));
                x = Layers.relu(Layers.linear(x, p, head.get(1)));
                yield Layers.linear(x, p, head.get(2));
            }
            case RESNET50, RESNET101 -> Layers.linear(Layers.globalMean(features), p, head.getFirst());
        };
    }
}
