package dev.seedbed.stage;

import dev.seedbed.artifact.Sha256;

/**
 * A feature extractor and the weights that it starts from.
 *
 * @param weights hash of a safetensors artifact with torchvision's tensor names; its metadata say how pixels are presented
 */
public record Backbone(Architecture architecture, String weights) {

    public Backbone {
        Sha256.require(weights);
    }

    /** The feature extractors there are. */
    public enum Architecture {
        /** SqueezeNet 1.1, 512 channels; its last pooling at stride 1, so features are at stride 8. */
        SQUEEZENET1_1,
        /** VGG16 as in DeepLab-LargeFOV: stride 8, fc6 (dilation 12) and fc7 as convolutions, 1024 channels. */
        VGG16_LARGEFOV,
        /** ResNet-50 with frozen batch norm, 2048 channels; layers 3 and 4 dilated by 2 and 4, so features are at stride 8. */
        RESNET50,
        /** ResNet-101, as {@link #RESNET50}. */
        RESNET101
    }
}
