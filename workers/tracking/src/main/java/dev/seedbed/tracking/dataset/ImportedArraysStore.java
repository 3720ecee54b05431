package dev.seedbed.tracking.dataset;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Cues;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.artifact.ArtifactRows;
import dev.seedbed.tracking.dataset.ImportedArraysRow.Kind;
import dev.seedbed.tracking.label.LabelRecording;
import dev.seedbed.tracking.label.NewLabelVersion;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Imported arrays by name. */
public final class ImportedArraysStore {

    private static final String SELECT = """
            SELECT id, name, kind, sha256, dataset, split, images, grid_px, result, imported_at FROM imported_arrays
            """;

    private final Database database;

    public ImportedArraysStore(Database database) {
        this.database = database;
    }

    /**
     * Gives cues their name, and records the label version that shows them. Told again, it finds what is there.
     *
     * @param ref the NPZ in the artifact store
     * @param shown of the cues' name; its data set is that of the cues
     * @throws NameTakenException if the name stands for other arrays or another imported label version, or these came from another
     *     supervision
     */
    public ImportedArraysRow registerCues(ArtifactRef ref, String split, int images, Cues cues, NewLabelVersion shown) {
        return database.inTransaction(handle -> {
            ImportedArraysRow row = register(
                    handle, shown.name(), Kind.CUES, ref, shown.dataset(), split, images, Optional.of(cues.gridPx()), cues);
            LabelRecording.recordImport(handle, shown);
            return row;
        });
    }

    /**
     * Gives activation maps their name. Told again, it finds what is there.
     *
     * @param ref the NPZ in the artifact store
     * @param dataset hash of the data set's manifest
     * @throws NameTakenException if the name stands for other arrays, or these came from another supervision
     */
    public ImportedArraysRow registerCams(String name, ArtifactRef ref, String dataset, String split, int images, Cams cams) {
        return database.inTransaction(handle -> {
            ImportedArraysRow row = register(handle, name, Kind.CAMS, ref, dataset, split, images, Optional.empty(), cams);
            String known = Json.read(row.result(), Cams.class).supervision();
            if (!known.equals(cams.supervision())) {
                throw new NameTakenException("file of activation maps", name, "supervision", known, cams.supervision());
            }
            return row;
        });
    }

    private static ImportedArraysRow register(
            Handle handle, String name, Kind kind, ArtifactRef ref, String dataset, String split, int images, Optional<Integer> gridPx, Record result) {
        ArtifactRows.save(handle, ref);
        handle.createUpdate("""
                        INSERT INTO imported_arrays (name, kind, sha256, dataset, split, images, grid_px, result)
                        VALUES (:name, :kind, :sha256, :dataset, :split, :images, :gridPx, CAST(:result AS jsonb))
                        ON CONFLICT (name) DO NOTHING
                        """)
                .bind("name", name)
                .bind("kind", kind)
                .bind("sha256", ref.sha256())
                .bind("dataset", dataset)
                .bind("split", split)
                .bind("images", images)
                .bind("gridPx", gridPx)
                .bind("result", Json.write(result))
                .execute();
        ImportedArraysRow row = find(handle, name).orElseThrow();
        boolean same = row.sha256().equals(ref.sha256()) && row.kind() == kind && row.dataset().equals(dataset)
                && row.split().equals(split) && row.gridPx().equals(gridPx);
        if (!same) {
            throw new NameTakenException(kind == Kind.CUES ? "file of cues" : "file of activation maps", name);
        }
        return row;
    }

    /** The arrays of that name. */
    public Optional<ImportedArraysRow> find(String name) {
        return database.with(handle -> find(handle, name));
    }

    private static Optional<ImportedArraysRow> find(Handle handle, String name) {
        return handle.createQuery(SELECT + "WHERE name = :name")
                .bind("name", name)
                .map(ConstructorMapper.of(ImportedArraysRow.class))
                .findOne();
    }

    /** All imported arrays by name. */
    public List<ImportedArraysRow> list() {
        return database.with(handle -> handle.createQuery(SELECT + "ORDER BY name")
                .map(ConstructorMapper.of(ImportedArraysRow.class))
                .list());
    }
}
