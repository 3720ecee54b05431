package dev.seedbed.data;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.DatasetManifest;
import java.util.List;
import java.util.Optional;

/**
 * A data set that now lies in the artifact store.
 *
 * @param ref of the manifest; its hash names the data set
 * @param truth of the {@link dev.seedbed.artifact.LabelManifest} with every true mask, where there are any
 * @param notes what was decided on the way that a person should know of
 */
public record ImportedDataset(DatasetManifest manifest, ArtifactRef ref, Optional<ArtifactRef> truth, List<String> notes) {

    public ImportedDataset {
        notes = List.copyOf(notes);
    }
}
