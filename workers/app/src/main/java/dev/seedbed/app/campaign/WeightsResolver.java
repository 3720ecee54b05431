package dev.seedbed.app.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.app.UserError;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.json.Json;
import dev.seedbed.method.BackboneChoice;
import dev.seedbed.training.network.Classifier;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.weights.BuiltinWeights;
import dev.seedbed.training.weights.InputConvention;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.WeightsException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks the weights that settings name against the backbone and puts their hash into the settings. */
final class WeightsResolver {

    private static final String ARCHITECTURE = "architecture";
    private static final String WEIGHTS = "weights";
    private static final String BUILTIN = "builtin";

    private final Keeping keeping;
    private final Map<BackboneChoice, String> resolved = new HashMap<>();

    /** What is done with weights that fit; answers their hash. */
    private interface Keeping {

        String builtin(byte[] bytes);

        String file(Path file);
    }

    private WeightsResolver(Keeping keeping) {
        this.keeping = keeping;
    }

    /** Puts the weights into the artifact store. */
    static WeightsResolver storing(ArtifactStore store) {
        return new WeightsResolver(new Keeping() {
            @Override
            public String builtin(byte[] bytes) {
                return store.put(bytes, ArtifactRef.Format.SAFETENSORS).sha256();
            }

            @Override
            public String file(Path file) {
                return store.put(file, ArtifactRef.Format.SAFETENSORS).sha256();
            }
        });
    }

    /** Puts the program's own weights into the artifact store and knows those that were resolved before; files may be on another machine. */
    static WeightsResolver knowing(ArtifactStore store, List<Named> known) {
        var resolver = new WeightsResolver(new Keeping() {
            @Override
            public String builtin(byte[] bytes) {
                return store.put(bytes, ArtifactRef.Format.SAFETENSORS).sha256();
            }

            @Override
            public String file(Path file) {
                throw new UserError(file + " was not named when the campaign was submitted; only such files can be used in it");
            }
        });
        known.forEach(named -> resolver.resolved.put(named.choice(), named.sha256()));
        return resolver;
    }

    /** Weights by the name that settings give them, and what they are. */
    record Named(BackboneChoice choice, String sha256) {}

    /** What was resolved so far. */
    List<Named> resolved() {
        return resolved.entrySet().stream().map(entry -> new Named(entry.getKey(), entry.getValue())).toList();
    }

    /** Stores nothing. */
    static WeightsResolver checking() {
        return new WeightsResolver(new Keeping() {
            @Override
            public String builtin(byte[] bytes) {
                return Sha256.of(bytes);
            }

            @Override
            public String file(Path file) {
                try (var bytes = new DigestInputStream(Files.newInputStream(file), Sha256.digest())) {
                    bytes.transferTo(OutputStream.nullOutputStream());
                    return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    /** Replaces the weights of every {@link BackboneChoice} among the settings by their hash. */
    void resolve(ObjectNode settings) {
        settings.properties().forEach(setting -> {
            if (setting.getValue() instanceof ObjectNode inner && inner.has(WEIGHTS) && inner.has(ARCHITECTURE)) {
                inner.put(WEIGHTS, resolve(setting.getKey(), Json.read(inner, BackboneChoice.class)));
            } else if (setting.getValue() instanceof ObjectNode inner) {
                resolve(inner);
            }
        });
    }

    private String resolve(String setting, BackboneChoice choice) {
        return resolved.computeIfAbsent(choice, _ -> {
            try {
                return resolve(choice);
            } catch (UserError | WeightsException e) {
                throw new UserError("settings." + setting + ".weights: " + e.getMessage());
            }
        });
    }

    private String resolve(BackboneChoice choice) {
        if (choice.weights().equals(BUILTIN)) {
            String name = choice.architecture().name().toLowerCase(Locale.ROOT);
            byte[] bytes = BuiltinWeights.find(name).orElseThrow(() -> new UserError("the program brings no weights for "
                    + name + ", only for " + BuiltinWeights.names() + "; name a safetensors file with torchvision's tensor names"));
            return keeping.builtin(bytes);
        }
        Path file = Path.of(choice.weights()).toAbsolutePath();
        requireFits(choice, file);
        return keeping.file(file);
    }

    private static void requireFits(BackboneChoice choice, Path file) {
        Safetensors weights = Safetensors.read(choice.weights(), file);
        Parameters.requireFits(new Classifier(choice.architecture(), 1).backbone(), weights);
        InputConvention.of(weights);
    }
}
