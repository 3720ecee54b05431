package dev.seedbed.app.campaign;

import dev.seedbed.app.UserError;
import dev.seedbed.app.label.NamedDatasets;
import dev.seedbed.app.label.LabelImport;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.app.stage.ImportedCues;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.data.ImportException;
import dev.seedbed.data.Manifests;
import dev.seedbed.data.Progress;
import dev.seedbed.data.arrays.ArrayImport;
import dev.seedbed.data.arrays.ImportedArrays;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Images;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.dataset.DatasetRow;
import dev.seedbed.tracking.dataset.ImportedArraysRow;
import dev.seedbed.tracking.dataset.ImportedArraysStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Cues and activation maps under their names, brought in from NPZ files. */
public record ArrayFiles(Facts facts) {

    /**
     * What was brought in.
     *
     * @param notes what was decided on the way
     */
    public record Named(ImportedArraysRow row, List<String> notes) {}

    /**
     * Brings cues in, and shows them as a label version of their name.
     *
     * @param supervision what people gave for them: words joined by '+', such as {@code tags} or {@code tags+saliency}
     * @throws UserError if anything is wrong with the file, or the name stands for another content; then nothing is registered
     */
    public Named importCues(Path file, String dataset, String split, String name, int gridPx, String supervision, Progress progress) {
        LabelImport.requireWords("--supervision", supervision);
        return bringIn(name, dataset, row -> {
            ImportedArrays arrays = ArrayImport.importCues(file, manifest(row), split, gridPx, facts.artifacts(), progress);
            var images = Images.of(new DatasetRef(row.name(), row.sha256()), split);
            ImportedCues cues = ImportedCues.of(arrays.ref(), gridPx, images, name, supervision, facts.artifacts(), progress);
            return new Named(store().registerCues(arrays.ref(), split, arrays.images(), cues.cues(), cues.shown()), arrays.notes());
        });
    }

    /**
     * Brings activation maps in.
     *
     * @param supervision what people gave for them: words joined by '+', such as {@code tags} or {@code tags+saliency}
     * @throws UserError if anything is wrong with the file, or the name stands for another content; then nothing is registered
     */
    public Named importCams(Path file, String dataset, String split, String name, String supervision, Progress progress) {
        LabelImport.requireWords("--supervision", supervision);
        return bringIn(name, dataset, row -> {
            ImportedArrays arrays = ArrayImport.importCams(file, manifest(row), split, facts.artifacts(), progress);
            var cams = new Cams(arrays.ref().sha256(), ImportedCues.PRETRAINING, Optional.of(supervision));
            return new Named(store().registerCams(name, arrays.ref(), row.sha256(), split, arrays.images(), cams), arrays.notes());
        });
    }

    private Named bringIn(String name, String dataset, Function<DatasetRow, Named> importing) {
        Datasets.requireName(name);
        try {
            return importing.apply(NamedDatasets.require(facts.database(), dataset));
        } catch (ImportException | NameTakenException e) {
            throw new UserError(e.getMessage());
        }
    }

    private ImportedArraysStore store() {
        return new ImportedArraysStore(facts.database());
    }

    private DatasetManifest manifest(DatasetRow row) {
        return Manifests.dataset(facts.artifacts(), row.sha256());
    }
}
