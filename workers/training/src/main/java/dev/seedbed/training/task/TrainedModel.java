package dev.seedbed.training.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Backbone;
import dev.seedbed.training.network.SegmenterHead;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.WeightsException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a file of trained weights says about itself.
 *
 * @param classes names of the foreground classes, in the order of the head's channels
 * @param form of a segmenter's head; plain where a file says nothing
 */
public record TrainedModel(Backbone.Architecture architecture, Head head, List<String> classes, SegmenterHead form) {

    private static final String ARCHITECTURE = "architecture";
    private static final String HEAD = "head";
    private static final String CLASSES = "classes";
    private static final String DILATIONS = "dilations";
    private static final String TEMPERATURE = "temperature";

    /** What the network answers. */
    public enum Head {
        CLASSIFIER,
        /** A classifier with SIPE's projections of its stages. */
        PROTOTYPES,
        SEGMENTER,
        /** A segmenter with AE-PSL's classification branch. */
        SEGMENTER_WITH_BRANCH,
        /** BANA's classifier of boxes: background and the classes. */
        BOX_CLASSIFIER;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public TrainedModel {
        classes = List.copyOf(classes);
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("a network needs at least one class");
        }
    }

    /** With a plain head. */
    public TrainedModel(Backbone.Architecture architecture, Head head, List<String> classes) {
        this(architecture, head, classes, SegmenterHead.PLAIN);
    }

    /** The entries of the file's metadata that say it. */
    public SortedMap<String, String> metadata() {
        SortedMap<String, String> metadata = new TreeMap<>();
        metadata.put(ARCHITECTURE, architecture.name());
        metadata.put(HEAD, head.word());
        metadata.put(CLASSES, Json.write(classes));
        if (!form.dilations().isEmpty()) {
            metadata.put(DILATIONS, Json.write(form.dilations()));
        }
        form.temperature().ifPresent(temperature -> metadata.put(TEMPERATURE, Double.toString(temperature)));
        return metadata;
    }

    /** What the file says. @throws WeightsException if it is no file of weights trained here */
    public static TrainedModel of(Safetensors file) {
        try {
            Backbone.Architecture architecture = Backbone.Architecture.valueOf(said(file, ARCHITECTURE));
            Head head = Arrays.stream(Head.values()).filter(known -> known.word().equals(said(file, HEAD))).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("head '" + said(file, HEAD) + "' is not known"));
            JsonNode names = Json.read(said(file, CLASSES), JsonNode.class);
            return new TrainedModel(architecture, head, names.valueStream().map(JsonNode::asText).toList(), form(file));
        } catch (IllegalArgumentException e) {
            throw new WeightsException(file.name() + " is no network trained here: " + e.getMessage(), e);
        }
    }

    private static SegmenterHead form(Safetensors file) {
        JsonNode dilations = Json.read(file.metadata().getOrDefault(DILATIONS, "[]"), JsonNode.class);
        String temperature = file.metadata().get(TEMPERATURE);
        return new SegmenterHead(
                dilations.valueStream().map(JsonNode::asInt).toList(),
                temperature == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(temperature)));
    }

    private static String said(Safetensors file, String key) {
        String said = file.metadata().get(key);
        if (said == null) {
            throw new IllegalArgumentException("its metadata do not name its " + key);
        }
        return said;
    }

    /** @throws WeightsException if the file's network has another head */
    public static TrainedModel of(Safetensors file, Head... heads) {
        TrainedModel model = of(file);
        if (!List.of(heads).contains(model.head)) {
            throw new WeightsException(file.name() + " holds a " + model.head.word() + ", where a " + heads[0].word() + " is needed");
        }
        return model;
    }
}
