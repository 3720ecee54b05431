package dev.seedbed.artifact;

import java.util.Map;
import java.util.TreeMap;

/**
 * The content of a label version: one mask per image of a data set. Its JSON is the artifact that names the version's content;
 * where it came from is told by {@link Provenance}, not here, so equal masks have an equal name.
 *
 * @param dataset hash of the data set's manifest
 * @param masks hash of the mask ({@link ArtifactRef.Format#MASK}) by image id
 */
public record LabelManifest(String dataset, Map<String, String> masks) {

    public LabelManifest {
        Sha256.require(dataset);
        masks = java.util.Collections.unmodifiableMap(new TreeMap<>(masks));
        masks.values().forEach(Sha256::require);
        if (masks.isEmpty()) {
            throw new IllegalArgumentException("a label version has at least one mask");
        }
    }
}
