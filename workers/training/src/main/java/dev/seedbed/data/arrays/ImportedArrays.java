package dev.seedbed.data.arrays;

import dev.seedbed.artifact.ArtifactRef;
import java.util.List;

/**
 * Arrays that now lie in the artifact store.
 *
 * @param images of how many images
 * @param notes what was decided on the way that a person should know of
 */
public record ImportedArrays(ArtifactRef ref, int images, List<String> notes) {

    public ImportedArrays {
        notes = List.copyOf(notes);
    }
}
