package dev.seedbed.app.label;

import dev.seedbed.app.UserError;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.StoredMasks;
import dev.seedbed.imaging.LabelPng;
import dev.seedbed.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Writes label versions as folders in VOC's layout. */
public final class LabelExport {

    private LabelExport() {}

    /**
     * Writes every mask as SegmentationClass/ID.png (palette, 255 kept) and the class names as classes.txt.
     *
     * @param folder new or empty
     * @return how many masks there are
     * @throws UserError if the folder has something in it, or cannot be written
     */
    public static int write(LabelVersion version, Path folder, ArtifactStore store) {
        StoredMasks masks = StoredMasks.open(store, version);
        String manifest = new String(store.read(masks.manifest().dataset()), StandardCharsets.UTF_8);
        try {
            requireEmpty(folder);
            Path images = Files.createDirectories(folder.resolve("SegmentationClass"));
            Files.write(folder.resolve("classes.txt"), Json.read(manifest, DatasetManifest.class).classes());
            masks.manifest().masks().keySet().parallelStream().forEach(id -> write(images.resolve(id + ".png"), masks, id));
            return masks.manifest().masks().size();
        } catch (IOException e) {
            throw new UserError("cannot write to " + folder + ": " + e.getMessage());
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw new UserError(folder + " is not empty; give a new folder");
                }
            }
        }
    }

    private static void write(Path file, StoredMasks masks, String id) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, LabelPng.write(masks.mask(id)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
