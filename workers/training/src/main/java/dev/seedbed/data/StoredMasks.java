package dev.seedbed.data;

import dev.seedbed.artifact.ArtifactException;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.LabelManifest;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.MaskCodec;

/** The masks of a label version, by image. Safe for several threads. */
public final class StoredMasks {

    private final ArtifactStore store;
    private final LabelManifest manifest;

    private StoredMasks(ArtifactStore store, LabelManifest manifest) {
        this.store = store;
        this.manifest = manifest;
    }

    /** @throws ArtifactException if the version's manifest is missing, damaged or no label version */
    public static StoredMasks open(ArtifactStore store, LabelVersion version) {
        return new StoredMasks(store, Manifests.labels(store, version.sha256()));
    }

    public LabelManifest manifest() {
        return manifest;
    }

    public boolean has(String imageId) {
        return manifest.masks().containsKey(imageId);
    }

    /**
     * The image's mask.
     *
     * @throws IllegalArgumentException if the version labels no such image
     * @throws ArtifactException if the mask is missing or damaged
     */
    public Mask mask(String imageId) {
        String sha256 = manifest.masks().get(imageId);
        if (sha256 == null) {
            throw new IllegalArgumentException("the label version of data set " + manifest.dataset() + " has no mask for image " + imageId);
        }
        return MaskCodec.decode(store.read(sha256));
    }
}
