package dev.seedbed.artifact;

import dev.seedbed.stage.NotInKey;
import java.util.Objects;

/**
 * A data set, identified by the hash of its {@link DatasetManifest}.
 *
 * @param name the name that it was imported under; for people, changes no result
 * @param sha256 hash of the manifest
 */
public record DatasetRef(@NotInKey String name, String sha256) {

    public DatasetRef {
        Objects.requireNonNull(name, "name");
        Sha256.require(sha256);
    }
}
