package dev.seedbed.tracking.label;

import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.NameTakenException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Label versions; those that stages make are recorded when the stage is committed. */
public final class LabelStore {

    /** The origin of label versions that no stage made. */
    public static final String IMPORT = "import";

    private static final String SELECT = """
            SELECT l.id, l.sha256 AS content_hash, l.name, l.kind, l.round, s.key AS stage_key,
                   ARRAY(SELECT parent_id FROM label_parent WHERE child_id = l.id ORDER BY ordinal) AS parents,
                   l.dataset, l.supervision, l.pretraining, l.pixel_counts, l.quality, l.coverage, l.note, l.status, l.created_at
            FROM label_version l LEFT JOIN stage s ON s.id = l.stage_id
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
     * @throws NameTakenException if another imported version has this name
     */
    public LabelRow importVersion(NewLabelVersion version) {
        long id = database.inTransaction(handle -> LabelRecording.recordImport(handle, version));
        return byIds(List.of(id)).getFirst();
    }

    /** All label versions, or those that a campaign's trials made or used; the newest first. */
    public List<LabelRow> list(Optional<String> campaign) {
        return database.with(handle -> handle.createQuery(SELECT + """
                        WHERE CAST(:campaign AS text) IS NULL OR l.stage_id IN (
                            SELECT ts.stage_id
                            FROM trial_stage ts JOIN trial t ON t.id = ts.trial_id JOIN campaign c ON c.id = t.campaign_id
                            WHERE c.name = :campaign)
                        ORDER BY l.id DESC
                        """)
                .bind("campaign", campaign)
                .map(ROW)
                .list());
    }

    /**
     * The label version that a person means: by id, or by the beginning of its content hash. Of several with the same content it is
     * the newest that is not revoked.
     *
     * @throws IllegalArgumentException if hashes of several contents begin so
     */
    public Optional<LabelRow> find(String idOrHash) {
        if (idOrHash.matches("[0-9]{1," + LONGEST_ID + "}")) {
            Optional<LabelRow> byId = byIds(List.of(Long.parseLong(idOrHash))).stream().findFirst();
            if (byId.isPresent()) {
                return byId;
            }
        }
        List<LabelRow> rows = byHash(idOrHash);
        if (rows.stream().map(LabelRow::contentHash).distinct().count() > 1) {
            throw new IllegalArgumentException("several label versions begin with " + idOrHash + "; give more of the hash, or the id: "
                    + rows.stream().map(row -> row.id() + " (" + row.contentHash() + ")").toList());
        }
        return rows.stream().findFirst();
    }

    private List<LabelRow> byHash(String prefix) {
        return database.with(handle -> handle.createQuery(SELECT + """
                        WHERE starts_with(l.sha256, :prefix)
                        ORDER BY l.status = 'REVOKED', l.id DESC
                        """)
                .bind("prefix", prefix)
                .map(ROW)
                .list());
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
}
