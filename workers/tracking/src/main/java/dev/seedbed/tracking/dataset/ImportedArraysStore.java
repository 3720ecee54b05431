package dev.seedbed.tracking.dataset;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.artifact.ArtifactRows;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Imported arrays by name. */
public final class ImportedArraysStore {

    private final Database database;

    public ImportedArraysStore(Database database) {
        this.database = database;
    }

    /**
     * Gives arrays their name. Told again, it finds what is there.
     *
     * @param ref the NPZ in the artifact store
     * @param dataset hash of the data set's manifest
     * @throws NameTakenException if the name stands for another content
     */
    public ImportedArraysRow register(
            String name, ImportedArraysRow.Kind kind, ArtifactRef ref, String dataset, String split, int images, Optional<Integer> gridPx) {
        return database.inTransaction(handle -> {
            ArtifactRows.save(handle, ref);
            handle.createUpdate("""
                            INSERT INTO imported_arrays (name, kind, sha256, dataset, split, images, grid_px)
                            VALUES (:name, :kind, :sha256, :dataset, :split, :images, :gridPx)
                            ON CONFLICT (name) DO NOTHING
                            """)
                    .bind("name", name)
                    .bind("kind", kind)
                    .bind("sha256", ref.sha256())
                    .bind("dataset", dataset)
                    .bind("split", split)
                    .bind("images", images)
                    .bind("gridPx", gridPx)
                    .execute();
            ImportedArraysRow row = find(handle, name).orElseThrow();
            boolean same = row.sha256().equals(ref.sha256()) && row.kind() == kind && row.dataset().equals(dataset)
                    && row.split().equals(split) && row.gridPx().equals(gridPx);
            if (!same) {
                throw new NameTakenException(kind == ImportedArraysRow.Kind.CUES ? "file of cues" : "file of activation maps", name);
            }
            return row;
        });
    }

    /** The arrays of that name. */
    public Optional<ImportedArraysRow> find(String name) {
        return database.with(handle -> find(handle, name));
    }

    private static Optional<ImportedArraysRow> find(Handle handle, String name) {
        return handle.createQuery("""
                        SELECT id, name, kind, sha256, dataset, split, images, grid_px, imported_at FROM imported_arrays WHERE name = :name
                        """)
                .bind("name", name)
                .map(ConstructorMapper.of(ImportedArraysRow.class))
                .findOne();
    }

    /** All imported arrays by name. */
    public List<ImportedArraysRow> list() {
        return database.with(handle -> handle.createQuery("""
                        SELECT id, name, kind, sha256, dataset, split, images, grid_px, imported_at FROM imported_arrays ORDER BY name
                        """)
                .map(ConstructorMapper.of(ImportedArraysRow.class))
                .list());
    }
}
