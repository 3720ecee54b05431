package dev.seedbed.tracking.label;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A label version about to be recorded.
 *
 * @param name which of its stage's label versions it is; of an imported one, a name that no other import has
 * @param manifest its {@link dev.seedbed.artifact.LabelManifest} in the artifact store
 * @param round of its method, from 1, where it has one
 * @param dataset hash of the data set's manifest
 * @param supervision what people gave for it beyond what they gave for its parents: {@code tags}, {@code tags+saliency}, {@code boxes},
 *     {@code masks}, …; may be empty
 * @param pretraining what the networks behind it had seen, beyond its parents'; may be empty
 * @param pixelCounts pixels by class index, 255 for ignored
 * @param quality against the truth, where there is one
 * @param coverage share of pixels that are not ignored, in [0, 1]
 * @param note for people
 * @param parents the label versions that its stage started from, in order; recorded already
 */
public record NewLabelVersion(
        String name,
        ArtifactRef manifest,
        LabelVersion.Kind kind,
        Optional<Integer> round,
        String dataset,
        String supervision,
        String pretraining,
        Map<Integer, Long> pixelCounts,
        Optional<LabelQuality> quality,
        double coverage,
        Optional<String> note,
        List<LabelVersion> parents) {

    public NewLabelVersion {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(manifest, "manifest");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(supervision, "supervision");
        Objects.requireNonNull(pretraining, "pretraining");
        Sha256.require(dataset);
        pixelCounts = Collections.unmodifiableMap(new TreeMap<>(pixelCounts));
        parents = List.copyOf(parents);
        if (!(coverage >= 0 && coverage <= 1)) {
            throw new IllegalArgumentException("coverage must be from 0 to 1, not " + coverage);
        }
    }

    NewLabelVersion with(String allSupervision, String allPretraining) {
        return new NewLabelVersion(
                name, manifest, kind, round, dataset, allSupervision, allPretraining, pixelCounts, quality, coverage, note, parents);
    }
}
