package dev.seedbed.app.campaign;

import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.data.ImportException;
import dev.seedbed.data.Manifests;
import dev.seedbed.data.Progress;
import dev.seedbed.data.arrays.ArrayImport;
import dev.seedbed.data.arrays.ImportedArrays;
import dev.seedbed.json.Nearest;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.dataset.DatasetRow;
import dev.seedbed.tracking.dataset.DatasetStore;
import dev.seedbed.tracking.dataset.ImportedArraysRow;
import dev.seedbed.tracking.dataset.ImportedArraysRow.Kind;
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

    /** @throws UserError if anything is wrong with the file, or the name stands for another content; then nothing is registered */
    public Named importCues(Path file, String dataset, String split, String name, int gridPx, Progress progress) {
        return bringIn(name, Kind.CUES, dataset, split, Optional.of(gridPx),
                manifest -> ArrayImport.importCues(file, manifest, split, gridPx, facts.artifacts(), progress));
    }

    /** @throws UserError if anything is wrong with the file, or the name stands for another content; then nothing is registered */
    public Named importCams(Path file, String dataset, String split, String name, Progress progress) {
        return bringIn(name, Kind.CAMS, dataset, split, Optional.empty(),
                manifest -> ArrayImport.importCams(file, manifest, split, facts.artifacts(), progress));
    }

    private Named bringIn(
            String name, Kind kind, String dataset, String split, Optional<Integer> gridPx, Function<DatasetManifest, ImportedArrays> reading) {
        Datasets.requireName(name);
        DatasetRow row = dataset(dataset);
        try {
            ImportedArrays arrays = reading.apply(Manifests.dataset(facts.artifacts(), row.sha256()));
            var named = new ImportedArraysStore(facts.database())
                    .register(name, kind, arrays.ref(), row.sha256(), split, arrays.images(), gridPx);
            return new Named(named, arrays.notes());
        } catch (ImportException | NameTakenException e) {
            throw new UserError(e.getMessage());
        }
    }

    private DatasetRow dataset(String name) {
        var datasets = new DatasetStore(facts.database());
        return datasets.find(name).orElseThrow(() -> {
            List<String> known = datasets.list().stream().map(DatasetRow::name).toList();
            return new UserError("there is no data set " + name + (known.isEmpty() ? "; none was imported yet" : Nearest.hint(name, known)));
        });
    }
}
