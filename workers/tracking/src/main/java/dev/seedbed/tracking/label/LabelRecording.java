package dev.seedbed.tracking.label;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.artifact.ArtifactRows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The statements that record a label version, inside the transaction of the stage that made it. */
public final class LabelRecording {

    private static final String NONE = "none";

    private LabelRecording() {}

    /**
     * Records a label version of a stage with its lineage.
     *
     * @param origin the stage's key
     * @return the row's id
     * @throws IllegalStateException if a parent is not recorded
     */
    public static long record(Handle handle, long stageId, String origin, NewLabelVersion version) {
        return record(handle, (Long) stageId, origin, version);
    }

    /**
     * Records an imported label version, or finds the one that has this name and content.
     *
     * @throws NameTakenException if another imported version has this name, or this one came from another supervision or pretraining
     */
    public static long recordImport(Handle handle, NewLabelVersion version) {
        Optional<Imported> known = findImport(handle, version.name());
        if (known.isEmpty()) {
            return record(handle, null, LabelStore.IMPORT, version);
        }
        if (!known.get().sha256().equals(version.manifest().sha256())) {
            throw new NameTakenException("label version", version.name());
        }
        requireSame(version.name(), "supervision", known.get().supervision(), joined(Stream.of(version.supervision())));
        requireSame(version.name(), "pretraining", known.get().pretraining(), joined(Stream.of(version.pretraining())));
        return known.get().id();
    }

    private static void requireSame(String name, String said, String known, String given) {
        if (!known.equals(given)) {
            throw new NameTakenException("label version", name, said, known, given);
        }
    }

    private record Imported(long id, String sha256, String supervision, String pretraining) {}

    private static Optional<Imported> findImport(Handle handle, String name) {
        return handle.createQuery("SELECT id, sha256, supervision, pretraining FROM label_version WHERE stage_id IS NULL AND name = :name")
                .bind("name", name)
                .map(ConstructorMapper.of(Imported.class))
                .findOne();
    }

    private static long record(Handle handle, Long stageId, String origin, NewLabelVersion version) {
        List<Long> parents = version.parents().stream().map(parent -> find(handle, parent)).toList();
        ArtifactRows.save(handle, version.manifest());
        long id = insert(handle, stageId, origin, version.with(
                inherited(handle, parents, "supervision", version.supervision()),
                inherited(handle, parents, "pretraining", version.pretraining())));
        for (int ordinal = 0; ordinal < parents.size(); ordinal++) {
            insertParent(handle, id, ordinal, parents.get(ordinal));
        }
        return id;
    }

    /** What the version and its parents have of it, joined by '+'; {@code none} where they have nothing. */
    private static String inherited(Handle handle, List<Long> parents, String column, String own) {
        List<String> theirs = handle.createQuery("SELECT <column> FROM label_version WHERE id = ANY (:parents)")
                .define("column", column)
                .bindArray("parents", Long.class, parents)
                .mapTo(String.class)
                .list();
        return joined(Stream.concat(theirs.stream(), Stream.of(own)));
    }

    private static String joined(Stream<String> texts) {
        var all = new TreeSet<String>();
        texts.flatMap(text -> Arrays.stream(text.split("\\+")))
                .filter(part -> !part.isBlank() && !part.equals(NONE))
                .forEach(all::add);
        return all.isEmpty() ? NONE : String.join("+", all);
    }

    private static long insert(Handle handle, Long stageId, String origin, NewLabelVersion version) {
        return handle.createQuery("""
                        INSERT INTO label_version (sha256, origin, stage_id, name, kind, round, dataset, supervision, pretraining,
                                                   pixel_counts, quality, coverage, note)
                        VALUES (:sha256, :origin, :stageId, :name, :kind, :round, :dataset, :supervision, :pretraining,
                                CAST(:pixelCounts AS jsonb), CAST(:quality AS jsonb), :coverage, :note)
                        RETURNING id
                        """)
                .bind("sha256", version.manifest().sha256())
                .bind("origin", origin)
                .bind("stageId", stageId)
                .bind("name", version.name())
                .bind("kind", version.kind())
                .bind("round", version.round())
                .bind("dataset", version.dataset())
                .bind("supervision", version.supervision())
                .bind("pretraining", version.pretraining())
                .bind("pixelCounts", Json.write(version.pixelCounts()))
                .bind("quality", version.quality().map(Json::write))
                .bind("coverage", version.coverage())
                .bind("note", version.note())
                .mapTo(Long.class)
                .one();
    }

    private static void insertParent(Handle handle, long child, int ordinal, long parent) {
        handle.createUpdate("INSERT INTO label_parent (child_id, ordinal, parent_id) VALUES (:child, :ordinal, :parent)")
                .bind("child", child)
                .bind("ordinal", ordinal)
                .bind("parent", parent)
                .execute();
    }

    /** The newest row of that content and origin: a revoked one only where nothing else is left. */
    private static long find(Handle handle, LabelVersion version) {
        return handle.createQuery("""
                        SELECT id FROM label_version WHERE sha256 = :sha256 AND origin = :origin
                        ORDER BY status = 'REVOKED', id DESC LIMIT 1
                        """)
                .bind("sha256", version.sha256())
                .bind("origin", version.origin())
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(() -> new IllegalStateException("label version " + version.sha256() + " of stage " + version.origin()
                        + " is not recorded, so nothing can descend from it; compute that stage first, or import the labels"));
    }
}
