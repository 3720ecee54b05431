package dev.seedbed.app.campaign;

import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.app.stage.LabelTally;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.ImportException;
import dev.seedbed.data.ImportedDataset;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.MaskCodec;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.dataset.DatasetRow;
import dev.seedbed.tracking.dataset.DatasetStore;
import dev.seedbed.tracking.label.LabelName;
import dev.seedbed.tracking.label.NewLabelVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Data sets under their names; their true masks are a label version. */
public record Datasets(Facts facts) {

    /**
     * Brings a data set into the artifact store, without a name.
     *
     * @param reading one of the imports
     * @throws UserError if anything is wrong with what is imported; then nothing was stored
     */
    public ImportedDataset read(Function<ArtifactStore, ImportedDataset> reading) {
        try {
            return reading.apply(facts.artifacts());
        } catch (ImportException e) {
            throw new UserError(e.getMessage());
        }
    }

    /**
     * Gives a data set its name.
     *
     * @throws UserError if the name stands for another content
     */
    public DatasetRow register(String name, ImportedDataset imported) {
        requireName(name);
        imported.notes().forEach(note -> org.slf4j.LoggerFactory.getLogger(Datasets.class).info("{}: {}", name, note));
        try {
            return new DatasetStore(facts.database())
                    .register(name, imported.ref(), imported.manifest(), imported.truth().map(truth -> truth(name, imported, truth)));
        } catch (NameTakenException e) {
            throw new UserError(e.getMessage());
        }
    }

    /** @throws UserError if nothing that is imported can have that name */
    public static void requireName(String name) {
        try {
            LabelName.require("the name of what is imported", name);
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage());
        }
    }

    private NewLabelVersion truth(String name, ImportedDataset imported, ArtifactRef ref) {
        DatasetManifest manifest = imported.manifest();
        var tally = new LabelTally(manifest.classes());
        manifest.images().parallelStream().flatMap(image -> image.truth().stream()).forEach(sha256 -> {
            Mask mask = MaskCodec.decode(facts.artifacts().read(sha256));
            synchronized (tally) {
                tally.add(mask, Optional.empty());
            }
        });
        return new NewLabelVersion(
                name, ref, LabelVersion.Kind.TRUTH, Optional.empty(), imported.ref().sha256(), "masks", "none",
                tally.pixelCounts(), Optional.empty(), tally.coverage(), Optional.empty(), List.of());
    }
}
