package dev.seedbed.tracking.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * An imported data set.
 *
 * @param sha256 hash of its manifest
 * @param classes names by index, as a JSON array; 0 is the background
 * @param splits number of images by list name, as a JSON object
 * @param saliency whether every image has a saliency map
 * @param boxes how many objects' boxes their images have by list name, as a JSON object; lists without any are left out
 * @param truth hash of the true masks' label version, where it has them; that version's origin is {@code import}
 */
public record DatasetRow(
        long id,
        String name,
        String sha256,
        int images,
        JsonNode classes,
        JsonNode splits,
        boolean saliency,
        JsonNode boxes,
        Optional<String> truth,
        Instant importedAt) {}
