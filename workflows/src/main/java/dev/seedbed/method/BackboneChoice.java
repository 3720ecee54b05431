package dev.seedbed.method;

import dev.seedbed.stage.Backbone;
import java.util.Objects;

/**
 * The backbone as a campaign file names it.
 *
 * @param weights {@code builtin}, or the path of a safetensors file, from where the command runs; submission puts the file into the
 *     artifact store and its hash here
 */
public record BackboneChoice(Backbone.Architecture architecture, String weights) {

    public BackboneChoice {
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(weights, "weights");
    }

    /** SqueezeNet 1.1 with the weights that come with the program. */
    public static BackboneChoice defaults() {
        return new BackboneChoice(Backbone.Architecture.SQUEEZENET1_1, "builtin");
    }

    /**
     * The backbone, its weights named by content.
     *
     * @throws IllegalArgumentException if submission has not resolved them yet
     */
    public Backbone resolved() {
        return new Backbone(architecture, weights);
    }
}
