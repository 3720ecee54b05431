package dev.seedbed.data;

import dev.seedbed.artifact.ArtifactException;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.LabelManifest;
import dev.seedbed.json.Json;
import java.nio.charset.StandardCharsets;

/** Data sets and label versions, read from the artifact store by their hashes. */
public final class Manifests {

    private Manifests() {}

    /** @throws ArtifactException if the artifact is missing, damaged or no data set */
    public static DatasetManifest dataset(ArtifactStore store, String sha256) {
        return read(store, sha256, DatasetManifest.class);
    }

    /** @throws ArtifactException if the artifact is missing, damaged or no label version */
    public static LabelManifest labels(ArtifactStore store, String sha256) {
        return read(store, sha256, LabelManifest.class);
    }

    private static <T> T read(ArtifactStore store, String sha256, Class<T> type) {
        byte[] json = store.read(sha256);
        try {
            return Json.read(new String(json, StandardCharsets.UTF_8), type);
        } catch (IllegalArgumentException e) {
            throw new ArtifactException("artifact " + sha256 + " is no " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }
}
