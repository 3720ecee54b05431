package dev.seedbed.method;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.seedbed.artifact.LabelVersion;
import java.util.Objects;

/**
 * The label version that a method starts from, as a campaign file names it.
 *
 * @param version {@code truth} for the data set's true masks; else an id, a tag, the name of an import or the beginning of a hash, which
 *     submission replaces by kind, hash and origin
 */
public record LabelChoice(@JsonValue String version) {

    private static final String TRUTH = "truth";

    @JsonCreator
    public LabelChoice {
        Objects.requireNonNull(version, "version");
    }

    /** The data set's true masks. */
    public static LabelChoice truth() {
        return new LabelChoice(TRUTH);
    }

    /** That version, named by its content. */
    public static LabelChoice of(LabelVersion version) {
        return new LabelChoice(version.kind() + " " + version.sha256() + " " + version.origin());
    }

    /** Whether it is the data set's true masks. */
    public boolean isTruth() {
        return version.equals(TRUTH);
    }

    /**
     * The version.
     *
     * @throws IllegalArgumentException if submission has not resolved it yet, or the data set has no true masks
     */
    public LabelVersion resolved(DatasetCard dataset) {
        if (isTruth()) {
            return dataset.truth().orElseThrow(() -> new IllegalArgumentException("data set " + dataset.ref().name() + " has no true masks"));
        }
        String[] words = version.split(" ");
        if (words.length != 3) {
            throw new IllegalArgumentException("label version " + version + " was not resolved at submission");
        }
        return new LabelVersion(words[1], LabelVersion.Kind.valueOf(words[0]), words[2]);
    }
}
