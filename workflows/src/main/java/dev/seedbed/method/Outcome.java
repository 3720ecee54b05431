package dev.seedbed.method;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.SeedQuality;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a trial comes to.
 *
 * @param figures by name, such as {@code psl.val.miou}
 * @param labels label versions worth finding again, by role, such as {@code fused}
 */
public record Outcome(Map<String, Double> figures, Map<String, LabelVersion> labels) {

    public Outcome {
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** An outcome to which nothing has been added. */
    public static Outcome none() {
        return new Outcome(Map.of(), Map.of());
    }

    /** This outcome and a figure. */
    public Outcome with(String name, double figure) {
        var more = new TreeMap<>(figures);
        more.put(name, figure);
        return new Outcome(more, labels);
    }

    /** This outcome and a label version: what is known of it becomes the figures {@code ROLE.miou}, {@code ROLE.recall}, …. */
    public Outcome with(String role, Labelled labelled) {
        var more = new TreeMap<>(labels);
        more.put(role, labelled.labels());
        return new Outcome(figures, more)
                .with(role + ".coverage", labelled.coverage())
                .with(role + ".miou", labelled.meanIou())
                .with(role + ".precision", labelled.precision())
                .with(role + ".recall", labelled.recall());
    }

    /** This outcome and seeds' quality: {@code ROLE.precision}, {@code ROLE.recall}, {@code ROLE.iou}, {@code ROLE.coverage}. */
    public Outcome with(String role, SeedQuality seeds) {
        return with(role + ".coverage", seeds.coverage())
                .with(role + ".precision", seeds.precision())
                .with(role + ".recall", seeds.recall())
                .with(role + ".iou", seeds.iou());
    }

    private Outcome with(String name, OptionalDouble figure) {
        return figure.isPresent() ? with(name, figure.getAsDouble()) : this;
    }
}
