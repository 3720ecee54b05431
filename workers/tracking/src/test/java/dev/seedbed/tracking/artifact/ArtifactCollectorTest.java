package dev.seedbed.tracking.artifact;

import static dev.seedbed.tracking.stage.StageFixture.LONG;
import static dev.seedbed.tracking.stage.StageFixture.acquire;
import static dev.seedbed.tracking.stage.StageFixture.freshKey;
import static dev.seedbed.tracking.stage.StageFixture.json;
import static dev.seedbed.tracking.stage.TeamsFixture.trainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.artifact.ArtifactException;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactRef.Format;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.LabelManifest;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.TestPostgres;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.NewCampaign;
import dev.seedbed.tracking.campaign.NewTrial;
import dev.seedbed.tracking.campaign.TrialStore;
import dev.seedbed.tracking.dataset.DatasetStore;
import dev.seedbed.tracking.dataset.ImportedArraysStore;
import dev.seedbed.tracking.label.NewLabelVersion;
import dev.seedbed.tracking.stage.Asked;
import dev.seedbed.tracking.stage.Claim;
import dev.seedbed.tracking.stage.Lease;
import dev.seedbed.tracking.stage.StageCommit;
import dev.seedbed.tracking.stage.StageStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactCollectorTest {

    @TempDir
    Path root;

    private Database database;
    private FolderArtifactStore store;
    private StageStore stages;
    private CampaignStore campaigns;
    private ArtifactCollector collector;

    @BeforeEach
    void open() {
        database = TestPostgres.freshDatabase();
        store = new FolderArtifactStore(root);
        stages = new StageStore(database);
        campaigns = new CampaignStore(database);
        collector = new ArtifactCollector(database, store);
    }

    @AfterEach
    void close() {
        stages.close();
        database.close();
    }

    private ArtifactRef put(String content) {
        return store.put(content.getBytes(StandardCharsets.UTF_8), Format.JSON);
    }

    private ArtifactRef putJson(Object value, Format format) {
        return store.put(Json.write(value).getBytes(StandardCharsets.UTF_8), format);
    }

    private long trial(String campaign) {
        return trial(campaign, json(0));
    }

    private long trial(String campaign, JsonNode input) {
        var row = campaigns.submit(
                new NewCampaign(campaign, Sha256.of(campaign), json(0), "", "team", "user"),
                List.of(new NewTrial(1, "one", 0, json(0), input)));
        return new TrialStore(database).remaining(row.id()).getFirst();
    }

    private StageKey committed(long trial, int ordinal, List<NewLabelVersion> labels, ArtifactRef... outputs) {
        StageKey key = freshKey();
        Lease lease = acquire(stages, trainer(trial, ordinal, key));
        var byName = new TreeMap<String, ArtifactRef>();
        for (ArtifactRef output : outputs) {
            byName.put("output" + byName.size(), output);
        }
        stages.commit(lease, new StageCommit(json(1), Optional.empty(), byName, labels, List.of()));
        return key;
    }

    private static NewLabelVersion labels(ArtifactRef manifest, String dataset) {
        return new NewLabelVersion("regions", manifest, LabelVersion.Kind.REGIONS, Optional.of(1), dataset, "tags", "imagenet",
                Map.of(0, 5L), Optional.empty(), 1, Optional.empty(), List.of());
    }

    /** As if all had been put and asked for two days ago. */
    private void age() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(172_800)));
            }
        }
        database.with(handle -> handle.execute("UPDATE stage SET used_at = now() - interval '2 days'"));
        database.with(handle -> handle.execute("UPDATE artifact SET put_at = now() - interval '2 days'"));
    }

    private Collection collect() {
        return collector.collect(ArtifactCollector.GRACE, false);
    }

    @Test
    void keepsAllThatSomethingLeadsTo() throws IOException {
        long trial = trial("kept");
        ArtifactRef weights = put("weights");
        ArtifactRef mask = put("mask");
        ArtifactRef pixels = put("pixels");
        ArtifactRef truth = put("truth");
        ArtifactRef saliency = put("saliency");
        var manifest = new DatasetManifest(List.of("background", "fox"), List.of(1, 2, 3),
                List.of(new DatasetManifest.Image("a", 2, 2, List.of(1), pixels.sha256(), Optional.of(truth.sha256()), List.of(),
                        Optional.of(saliency.sha256()))),
                Map.of("train", List.of("a")));
        ArtifactRef dataset = putJson(manifest, Format.DATASET);
        new DatasetStore(database).register("foxes", dataset, manifest, Optional.empty());
        ArtifactRef labels = putJson(new LabelManifest(dataset.sha256(), Map.of("a", mask.sha256())), Format.LABELS);
        committed(trial, 1, List.of(labels(labels, dataset.sha256())), weights, labels);
        Lease running = acquire(stages, trainer(trial, 2, freshKey()));
        ArtifactRef first = put("step 1");
        stages.saveCheckpoint(running, 1, first);
        ArtifactRef second = put("step 2");
        stages.saveCheckpoint(running, 2, second);
        ArtifactRef third = put("step 3");
        stages.saveCheckpoint(running, 3, third);
        ArtifactRef orphan = put("orphan");
        age();
        ArtifactRef fresh = put("just put by a running stage");

        assertThat(collector.collect(ArtifactCollector.GRACE, true))
                .extracting(Collection::blobs, Collection::dryRun).containsExactly(2, true);
        assertThat(store.has(orphan.sha256())).isTrue();
        Collection collected = collect();
        assertThat(collected.blobs()).isEqualTo(2);
        assertThat(collected.bytes()).isEqualTo(orphan.bytes() + first.bytes());
        assertThat(collected.keptBlobs()).isEqualTo(10);
        for (ArtifactRef kept : List.of(weights, mask, pixels, truth, saliency, dataset, labels, second, third, fresh)) {
            assertThat(store.has(kept.sha256())).isTrue();
        }
        assertThat(store.has(orphan.sha256())).isFalse();
        assertThat(store.has(first.sha256())).isFalse();
        assertThat(collect().blobs()).isZero();
    }

    @Test
    void keepsImportedArrays() throws IOException {
        ArtifactRef maps = put("maps");
        new ImportedArraysStore(database)
                .registerCams("maps", maps, Sha256.of("dataset"), "train", 1, new Cams(maps.sha256(), "unknown"));
        age();
        assertThat(collect().blobs()).isZero();
        assertThat(store.has(maps.sha256())).isTrue();
    }

    @Test
    void keepsTheWeightsOfEveryNetworkThatTrialsStartFrom() throws IOException {
        ArtifactRef classifier = put("classifier");
        ArtifactRef segmenter = put("segmenter");
        ArtifactRef deep = put("deep");
        Map<String, Object> settings = Map.of(
                "backbone", Map.of("weights", classifier.sha256()),
                "segmenterBackbone", Map.of("weights", segmenter.sha256()),
                "rounds", List.of(Map.of("weights", deep.sha256()), Map.of("weights", 3), 1));
        trial("kept", Json.tree(Map.of("settings", settings)));
        age();
        assertThat(collect().blobs()).isZero();
        for (ArtifactRef kept : List.of(classifier, segmenter, deep)) {
            assertThat(store.has(kept.sha256())).isTrue();
        }
    }

    @Test
    void whatOnlyADeletedCampaignAskedForGoesAndIsComputedAgain() throws IOException {
        long mine = trial("mine");
        long other = trial("other");
        ArtifactRef onlyMine = put("only mine");
        ArtifactRef shared = put("shared");
        StageKey mineKey = committed(mine, 1, List.of(), onlyMine);
        StageKey sharedKey = committed(mine, 2, List.of(), shared);
        assertThat(stages.ask(trainer(other, 1, sharedKey))).isInstanceOf(Asked.Committed.class);
        assertThat(campaigns.delete("mine")).isTrue();
        assertThat(campaigns.delete("mine")).isFalse();
        age();
        assertThat(collector.collect(ArtifactCollector.GRACE, true))
                .extracting(Collection::stages, Collection::blobs).containsExactly(1, 1);
        assertThat(stages.find(mineKey)).isPresent();
        assertThat(collect()).as("asked for just now").extracting(Collection::stages, Collection::blobs).containsExactly(0, 0);
        age();
        assertThat(collect()).extracting(Collection::stages, Collection::blobs).containsExactly(1, 1);
        assertThat(store.has(shared.sha256())).isTrue();
        assertThat(stages.claim(trainer(other, 1, sharedKey), "w", LONG)).isInstanceOf(Claim.Committed.class);
        assertThat(stages.claim(trainer(other, 2, mineKey), "w", LONG)).isInstanceOf(Claim.Acquired.class);
    }

    @Test
    void removesNothingWhenAManifestCannotBeRead() throws IOException {
        ArtifactRef labels = putJson(new LabelManifest(Sha256.of("d"), Map.of("a", put("mask").sha256())), Format.LABELS);
        committed(trial("t"), 1, List.of(labels(labels, Sha256.of("d"))), labels);
        ArtifactRef orphan = put("orphan");
        Files.write(store.file(labels.sha256()), new byte[] {1});
        age();
        assertThatThrownBy(this::collect).isInstanceOf(ArtifactException.class).hasMessageContaining("corrupt");
        assertThat(store.has(orphan.sha256())).isTrue();
    }
}
