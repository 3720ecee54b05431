package dev.seedbed.app.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.app.UserError;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.json.Json;
import dev.seedbed.method.BackboneChoice;
import dev.seedbed.training.network.Classifier;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.weights.BuiltinWeights;
import dev.seedbed.training.weights.InputConvention;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.WeightsException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Puts the weights that settings name into the artifact store, checked against the backbone, and their hash into the settings. */
final class WeightsResolver {

    private static final String BACKBONE = "backbone";
    private static final String BUILTIN = "builtin";

    private final ArtifactStore store;
    private final Map<BackboneChoice, String> resolved = new HashMap<>();

    WeightsResolver(ArtifactStore store) {
        this.store = store;
    }

    /** Replaces {@code backbone.weights} by a hash, where the settings have it. */
    void resolve(ObjectNode settings) {
        if (settings.get(BACKBONE) instanceof ObjectNode backbone) {
            var choice = Json.read(backbone, BackboneChoice.class);
            backbone.put("weights", resolved.computeIfAbsent(choice, this::resolve));
        }
    }

    private String resolve(BackboneChoice choice) {
        if (choice.weights().equals(BUILTIN)) {
            String name = choice.architecture().name().toLowerCase(Locale.ROOT);
            byte[] bytes = BuiltinWeights.find(name).orElseThrow(() -> new UserError("settings.backbone.weights: the program brings no weights for "
                    + name + ", only for " + BuiltinWeights.names() + "; name a safetensors file with torchvision's tensor names"));
            return store.put(bytes, ArtifactRef.Format.SAFETENSORS).sha256();
        }
        Path file = Path.of(choice.weights()).toAbsolutePath();
        requireFits(choice, file);
        return store.put(file, ArtifactRef.Format.SAFETENSORS).sha256();
    }

    private static void requireFits(BackboneChoice choice, Path file) {
        try {
            Safetensors weights = Safetensors.read(choice.weights(), file);
            Parameters.requireFits(new Classifier(choice.architecture(), 1).backbone(), weights);
            InputConvention.of(weights);
        } catch (WeightsException e) {
            throw new UserError("settings.backbone.weights: " + e.getMessage());
        }
    }
}
