package dev.seedbed.tracking.label;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.NameTakenException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/** Label versions; those that stages make are recorded when the stage is committed. */
public final class LabelStore {

    /** The origin of label versions that no stage made. */
    public static final String IMPORT = "import";

    private static final String SELECT = """
            SELECT l.id, l.sha256 AS content_hash, l.name, l.kind, l.round, s.key AS stage_key, s.kind AS stage_kind,
                   ARRAY(SELECT parent_id FROM label_parent WHERE child_id = l.id ORDER BY ordinal) AS parents,
                   l.dataset, (SELECT min(d.name) FROM dataset d WHERE d.sha256 = l.dataset) AS dataset_name,
                   l.supervision, l.pretraining, l.pixel_counts, l.quality, l.coverage, l.note, l.status,
                   ARRAY(SELECT t.name FROM label_tag t WHERE t.label_id = l.id ORDER BY t.name) AS tags, l.created_at
            FROM label_version l LEFT JOIN stage s ON s.id = l.stage_id
            """;

    private static final String FILTER = """
            WHERE (CAST(:campaign AS text) IS NULL OR l.stage_id IN (
                       SELECT ts.stage_id
                       FROM trial_stage ts JOIN trial t ON t.id = ts.trial_id JOIN campaign c ON c.id = t.campaign_id
                       WHERE c.name = :campaign))
              AND (CAST(:dataset AS text) IS NULL OR l.dataset IN (SELECT d.sha256 FROM dataset d WHERE d.name = :dataset))
              AND (CAST(:kind AS text) IS NULL OR l.kind = :kind)
              AND (CAST(:status AS text) IS NULL OR l.status = :status)
              AND (CAST(:tag AS text) IS NULL OR l.id IN (SELECT t.label_id FROM label_tag t WHERE t.name = :tag))
            ORDER BY l.id DESC
            """;

    private static final RowMapper<LabelRow> ROW = ConstructorMapper.of(LabelRow.class);
    private static final int LONGEST_ID = 18;

    private final Database database;

    public LabelStore(Database database) {
        this.database = database;
    }

    /**
     * Records a label version that no stage made; told again, it finds the one that is there.
     *
     * @throws NameTakenException if another imported version has this name, or this one came from another supervision or pretraining
     */
    public LabelRow importVersion(NewLabelVersion version) {
        long id = database.inTransaction(handle -> LabelRecording.recordImport(handle, version));
        return byIds(List.of(id)).getFirst();
    }

    /** The label versions that are meant, each with all that is known of it; the newest first. */
    public List<LabelRow> list(LabelFilter filter) {
        return database.with(handle -> bind(handle.createQuery(SELECT + FILTER), filter).map(ROW).list());
    }

    /** The label versions that are meant as lines for people, without what would have to be read from large columns; the newest first. */
    public List<LabelListing> listings(LabelFilter filter) {
        return database.with(handle -> bind(handle.createQuery("""
                        SELECT l.id, l.sha256 AS content_hash, l.name, l.kind, l.round,
                               (SELECT min(d.name) FROM dataset d WHERE d.sha256 = l.dataset) AS dataset_name,
                               l.mean_iou, l.coverage, l.supervision,
                               ARRAY(SELECT parent_id FROM label_parent WHERE child_id = l.id ORDER BY ordinal) AS parents,
                               l.status, ARRAY(SELECT t.name FROM label_tag t WHERE t.label_id = l.id ORDER BY t.name) AS tags,
                               s.key AS stage_key
                        FROM label_version l LEFT JOIN stage s ON s.id = l.stage_id
                        """ + FILTER), filter)
                .map(ConstructorMapper.of(LabelListing.class))
                .list());
    }

    private static Query bind(Query query, LabelFilter filter) {
        return query.bind("campaign", filter.campaign())
                .bind("dataset", filter.dataset())
                .bind("kind", filter.kind())
                .bind("status", filter.status())
                .bind("tag", filter.tag());
    }

    /**
     * The label version that a person means: by id, by tag, by the name that it was imported under, or by the beginning of its content
     * hash. Of several with the same content it is the newest that is not revoked.
     *
     * @throws IllegalArgumentException if hashes of several contents begin so
     */
    public Optional<LabelRow> find(String name) {
        return byId(name).or(() -> byTag(name)).or(() -> byImport(name)).or(() -> byHash(name));
    }

    private Optional<LabelRow> byId(String text) {
        return text.matches("[0-9]{1," + LONGEST_ID + "}")
                ? byIds(List.of(Long.parseLong(text))).stream().findFirst()
                : Optional.empty();
    }

    private Optional<LabelRow> byTag(String tag) {
        return database.with(handle -> handle.createQuery(SELECT + """
                        WHERE l.id = (SELECT t.label_id FROM label_tag t WHERE t.name = :tag)
                        """)
                .bind("tag", tag)
                .map(ROW)
                .findOne());
    }

    private Optional<LabelRow> byImport(String name) {
        return database.with(handle -> handle.createQuery(SELECT + "WHERE l.stage_id IS NULL AND l.name = :name")
                .bind("name", name)
                .map(ROW)
                .findOne());
    }

    /** The tags, and the names that versions were imported under, in the order of the alphabet. */
    public List<String> names() {
        return database.with(handle -> handle.createQuery("""
                        SELECT name FROM label_tag
                        UNION
                        SELECT name FROM label_version WHERE stage_id IS NULL
                        ORDER BY name
                        """)
                .mapTo(String.class)
                .list());
    }

    private Optional<LabelRow> byHash(String prefix) {
        List<LabelRow> rows = database.with(handle -> handle.createQuery(SELECT + """
                        WHERE starts_with(l.sha256, :prefix)
                        ORDER BY l.status = 'REVOKED', l.id DESC
                        """)
                .bind("prefix", prefix)
                .map(ROW)
                .list());
        if (rows.stream().map(LabelRow::contentHash).distinct().count() > 1) {
            throw new IllegalArgumentException("several label versions begin with " + prefix + "; give more of the hash, or the id: "
                    + rows.stream().map(row -> row.id() + " (" + row.contentHash().substring(0, 16) + "…)").toList());
        }
        return rows.stream().findFirst();
    }

    private List<LabelRow> byIds(List<Long> ids) {
        return database.with(handle -> handle.createQuery(SELECT + """
                        WHERE l.id = ANY (:ids)
                        ORDER BY l.id DESC
                        """)
                .bindArray("ids", Long.class, ids)
                .map(ROW)
                .list());
    }

    /** All that the label version came from, through every generation; the newest first, without itself. */
    public List<LabelRow> ancestors(long id) {
        return byIds(database.with(handle -> handle.createQuery("""
                        WITH RECURSIVE line (id) AS (
                            SELECT parent_id FROM label_parent WHERE child_id = :id
                            UNION
                            SELECT p.parent_id FROM label_parent p JOIN line ON p.child_id = line.id)
                        SELECT id FROM line
                        """)
                .bind("id", id)
                .mapTo(Long.class)
                .list()));
    }

    /**
     * Makes sure that none of the label versions has been revoked, for whoever is about to build on them.
     *
     * @throws IllegalArgumentException if one has been, and no other version of its content and origin is left
     */
    public void requireValid(List<LabelVersion> versions) {
        versions.stream().distinct().filter(this::isRevoked).findFirst().ifPresent(version -> {
            throw new IllegalArgumentException("label version " + version.sha256().substring(0, 12) + " (" + version.kind()
                    + ") has been revoked since the trial got it; " + remedy(version));
        });
    }

    private static String remedy(LabelVersion version) {
        return version.origin().equals(IMPORT)
                ? "it was imported, so nothing computes it anew; import it again under another name to use it all the same"
                : "submit the campaign again: what still holds is found, the rest computed anew";
    }

    private boolean isRevoked(LabelVersion version) {
        return database.with(handle -> handle.createQuery("""
                        SELECT coalesce(bool_and(status = 'REVOKED'), false) FROM label_version WHERE sha256 = :sha256 AND origin = :origin
                        """)
                .bind("sha256", version.sha256())
                .bind("origin", version.origin())
                .mapTo(Boolean.class)
                .one());
    }
}
