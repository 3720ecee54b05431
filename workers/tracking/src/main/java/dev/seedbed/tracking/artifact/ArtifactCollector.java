package dev.seedbed.tracking.artifact;

import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.LabelManifest;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.artifact.BlobFolder.Blob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Removes artifacts that nothing leads to. Kept are: outputs of committed stages that a trial asked for or that made a label version,
 * checkpoints of unfinished ones, weights that trials start from, label versions with their masks, data sets with all that is in them,
 * imported arrays, and whatever was put or asked for within the grace period.
 */
public final class ArtifactCollector {

    /** Long enough for any stage to commit what it has put. */
    public static final Duration GRACE = Duration.ofHours(24);

    private final Database database;
    private final FolderArtifactStore store;

    public ArtifactCollector(Database database, FolderArtifactStore store) {
        this.database = database;
        this.store = store;
    }

    private record Roots(int stagesForgotten, Set<String> artifacts, List<String> labelManifests, List<String> datasetManifests) {}

    /**
     * Forgets stages that nobody asks for, and removes blobs that nothing leads to.
     *
     * @param grace how long what was put or asked for stays anyway
     * @param dryRun only count
     * @throws dev.seedbed.artifact.ArtifactException if a manifest cannot be read, so that it is unknown what must stay; no blob was
     *     removed then
     */
    public Collection collect(Duration grace, boolean dryRun) {
        Instant since = Instant.now().minus(grace);
        Roots roots = database.inTransaction(handle -> {
            int stages = forgetStages(handle, grace);
            var found = new Roots(stages, artifacts(handle), manifests(handle, "label_version"), manifests(handle, "dataset"));
            if (dryRun) {
                handle.rollback();
            }
            return found;
        });
        Collection collected = sweep(mark(roots), since, roots.stagesForgotten(), dryRun);
        if (!dryRun) {
            store.removeUnfinished(since);
            forgetArtifacts(grace);
        }
        return collected;
    }

    private Set<String> mark(Roots roots) {
        Set<String> marked = new HashSet<>(roots.artifacts());
        for (String sha256 : roots.labelManifests()) {
            marked.add(sha256);
            marked.addAll(read(sha256, LabelManifest.class).masks().values());
        }
        for (String sha256 : roots.datasetManifests()) {
            marked.add(sha256);
            read(sha256, DatasetManifest.class).images().forEach(image -> {
                marked.add(image.pixels());
                image.truth().ifPresent(marked::add);
                image.saliency().ifPresent(marked::add);
            });
        }
        return marked;
    }

    private <T> T read(String sha256, Class<T> type) {
        return Json.read(new String(store.read(sha256), StandardCharsets.UTF_8), type);
    }

    private Collection sweep(Set<String> marked, Instant since, int stages, boolean dryRun) {
        int blobs = 0;
        int kept = 0;
        long bytes = 0;
        long keptBytes = 0;
        for (Blob blob : store.blobs()) {
            boolean garbage = !marked.contains(blob.sha256()) && blob.put().isBefore(since);
            if (garbage && (dryRun || store.remove(blob, since))) {
                blobs++;
                bytes += blob.bytes();
            } else {
                kept++;
                keptBytes += blob.bytes();
            }
        }
        return new Collection(stages, blobs, bytes, kept, keptBytes, dryRun);
    }

    /** With their metrics and checkpoints; whoever asks later computes them again. */
    private static int forgetStages(Handle handle, Duration grace) {
        return handle.createUpdate("""
                        DELETE FROM stage s
                        WHERE s.used_at < now() - make_interval(secs => :grace)
                          AND (s.lease_expires IS NULL OR s.lease_expires < now() - make_interval(secs => :grace))
                          AND NOT EXISTS (SELECT FROM trial_stage ts WHERE ts.stage_id = s.id)
                          AND NOT EXISTS (SELECT FROM label_version l WHERE l.stage_id = s.id)
                        """)
                .bind("grace", grace.toMillis() / 1e3)
                .execute();
    }

    private static Set<String> artifacts(Handle handle) {
        return handle.createQuery("""
                        SELECT a.sha256 FROM stage_artifact a JOIN stage s ON s.id = a.stage_id WHERE s.state = 'COMMITTED'
                        UNION
                        SELECT c.sha256 FROM checkpoint c JOIN stage s ON s.id = c.stage_id WHERE s.state IN ('CLAIMED', 'FAILED')
                        UNION
                        SELECT i.sha256 FROM imported_arrays i
                        UNION
                        SELECT w #>> '{}' FROM trial t, jsonb_path_query(t.input, '$.settings.**.weights') w
                        WHERE jsonb_typeof(w) = 'string'
                        """)
                .mapTo(String.class)
                .set();
    }

    private static List<String> manifests(Handle handle, String table) {
        return handle.createQuery("SELECT DISTINCT sha256 FROM <table> ORDER BY sha256")
                .define("table", table)
                .mapTo(String.class)
                .list();
    }

    private void forgetArtifacts(Duration grace) {
        database.with(handle -> handle.createUpdate("""
                        DELETE FROM artifact a
                        WHERE a.put_at < now() - make_interval(secs => :grace)
                          AND NOT EXISTS (SELECT FROM stage_artifact s WHERE s.sha256 = a.sha256)
                          AND NOT EXISTS (SELECT FROM checkpoint c WHERE c.sha256 = a.sha256)
                          AND NOT EXISTS (SELECT FROM label_version l WHERE l.sha256 = a.sha256)
                          AND NOT EXISTS (SELECT FROM dataset d WHERE d.sha256 = a.sha256)
                          AND NOT EXISTS (SELECT FROM imported_arrays i WHERE i.sha256 = a.sha256)
                        """)
                .bind("grace", grace.toMillis() / 1e3)
                .execute());
    }
}
