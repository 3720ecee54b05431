package dev.seedbed.tracking.dataset;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.artifact.ArtifactRows;
import dev.seedbed.tracking.label.LabelRecording;
import dev.seedbed.tracking.label.NewLabelVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Imported data sets by name. */
public final class DatasetStore {

    private final Database database;

    public DatasetStore(Database database) {
        this.database = database;
    }

    /**
     * Gives a data set its name, with its true masks as a label version where it has them. Told again, it finds what is there.
     *
     * @param ref the manifest in the artifact store; all that it lists is there already
     * @throws NameTakenException if the name stands for another content
     */
    public DatasetRow register(String name, ArtifactRef ref, DatasetManifest manifest, Optional<NewLabelVersion> truth) {
        database.inTransaction(handle -> {
            ArtifactRows.save(handle, ref);
            requireFree(handle, name, ref);
            Optional<Long> truthId = truth.map(labels -> LabelRecording.recordImport(handle, labels));
            return insert(handle, name, ref, manifest, truthId);
        });
        return find(name).orElseThrow();
    }

    private static void requireFree(Handle handle, String name, ArtifactRef ref) {
        handle.createQuery("SELECT sha256 FROM dataset WHERE name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne()
                .filter(known -> !known.equals(ref.sha256()))
                .ifPresent(known -> {
                    throw new NameTakenException("data set", name);
                });
    }

    private static int insert(Handle handle, String name, ArtifactRef ref, DatasetManifest manifest, Optional<Long> truth) {
        var splits = new TreeMap<String, Integer>();
        manifest.splits().forEach((list, members) -> splits.put(list, members.size()));
        return handle.createUpdate("""
                        INSERT INTO dataset (name, sha256, images, classes, splits, saliency, boxes, truth)
                        VALUES (:name, :sha256, :images, CAST(:classes AS jsonb), CAST(:splits AS jsonb), :saliency,
                                CAST(:boxes AS jsonb), :truth)
                        ON CONFLICT (name) DO UPDATE SET boxes = EXCLUDED.boxes
                        """)
                .bind("name", name)
                .bind("sha256", ref.sha256())
                .bind("images", manifest.images().size())
                .bind("classes", Json.write(manifest.classes()))
                .bind("splits", Json.write(splits))
                .bind("saliency", manifest.images().stream().allMatch(image -> image.saliency().isPresent()))
                .bind("boxes", Json.write(boxes(manifest)))
                .bind("truth", truth)
                .execute();
    }

    private static Map<String, Integer> boxes(DatasetManifest manifest) {
        var boxes = new TreeMap<String, Integer>();
        for (String list : manifest.splits().keySet()) {
            boxes.put(list, manifest.split(list).stream().mapToInt(image -> image.boxes().size()).sum());
        }
        boxes.values().removeIf(count -> count == 0);
        return boxes;
    }

    /** The data set of that name. */
    public Optional<DatasetRow> find(String name) {
        return list().stream().filter(row -> row.name().equals(name)).findFirst();
    }

    /** All data sets by name. */
    public List<DatasetRow> list() {
        return database.with(handle -> handle.createQuery("""
                        SELECT d.id, d.name, d.sha256, d.images, d.classes, d.splits, d.saliency, d.boxes, l.sha256 AS truth, d.imported_at
                        FROM dataset d LEFT JOIN label_version l ON l.id = d.truth
                        ORDER BY d.name
                        """)
                .map(ConstructorMapper.of(DatasetRow.class))
                .list());
    }
}
