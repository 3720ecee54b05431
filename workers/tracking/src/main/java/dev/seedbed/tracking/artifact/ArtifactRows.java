package dev.seedbed.tracking.artifact;

import dev.seedbed.artifact.ArtifactRef;
import org.jdbi.v3.core.Handle;

/** The rows of artifacts that others refer to. */
public final class ArtifactRows {

    private ArtifactRows() {}

    /** Records an artifact, or that it was put again, which keeps its row while a collection runs. */
    public static void save(Handle handle, ArtifactRef artifact) {
        handle.createUpdate("""
                        INSERT INTO artifact (sha256, bytes, format) VALUES (:sha256, :bytes, :format)
                        ON CONFLICT (sha256) DO UPDATE SET put_at = now()
                        """)
                .bindMethods(artifact)
                .execute();
    }
}
