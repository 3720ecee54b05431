package dev.seedbed.tracking.label;

import static dev.seedbed.tracking.stage.StageFixture.acquire;
import static dev.seedbed.tracking.stage.StageFixture.artifact;
import static dev.seedbed.tracking.stage.StageFixture.freshKey;
import static dev.seedbed.tracking.stage.StageFixture.json;
import static dev.seedbed.tracking.stage.StageFixture.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.LabelVersion.Kind;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.json.Json;
import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.TestPostgres;
import dev.seedbed.tracking.stage.FencedException;
import dev.seedbed.tracking.stage.Lease;
import dev.seedbed.tracking.stage.StageCommit;
import dev.seedbed.tracking.stage.StageStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LabelRevocationTest {

    private static Database database;
    private static StageStore stages;
    private static LabelStore labels;
    private static LabelRevocation revocation;

    @BeforeAll
    static void open() {
        database = TestPostgres.freshDatabase();
        stages = new StageStore(database);
        labels = new LabelStore(database);
        revocation = new LabelRevocation(database, "ada");
    }

    @AfterAll
    static void close() {
        stages.close();
        database.close();
    }

    private static NewLabelVersion version(String content, Kind kind, LabelVersion... parents) {
        return new NewLabelVersion("labels", artifact(content), kind, Optional.empty(), Sha256.of("dataset"), "tags", "none",
                Map.of(0, 1L), Optional.empty(), 1, Optional.empty(), List.of(parents));
    }

    private static Lease begin(StageKey key, Object spec) {
        return acquire(stages, wanted(database, key, "kind", Json.tree(spec)));
    }

    private static boolean isLive(StageKey key) {
        return stages.find(key).isPresent();
    }

    /** A stage that makes a label version from others. */
    private static LabelVersion label(StageKey key, String content, Kind kind, LabelVersion... from) {
        Lease lease = begin(key, Map.of("regions", from));
        stages.commit(lease, new StageCommit(json(1), Optional.empty(), Map.of("labels", artifact(content)),
                List.of(version(content, kind, from)), List.of()));
        return new LabelVersion(artifact(content).sha256(), kind, key.hex());
    }

    /** A stage that leaves some bytes. */
    private static ArtifactRef bytes(StageKey key, String content, Object spec) {
        stages.commit(begin(key, spec),
                new StageCommit(json(1), Optional.empty(), Map.of("weights", artifact(content)), List.of(), List.of()));
        return artifact(content);
    }

    private static long id(LabelVersion version) {
        return labels.list(LabelFilter.all()).stream().filter(row -> row.version().equals(version)).findFirst().orElseThrow().id();
    }

    private static LabelStatus status(LabelVersion version) {
        return labels.find(Long.toString(id(version))).orElseThrow().status();
    }

    @Test
    void everythingDerivedFromAVersionFallsWithItAndNothingElse() {
        StageKey mining = freshKey();
        StageKey training = freshKey();
        StageKey mapping = freshKey();
        StageKey predicting = freshKey();
        StageKey elsewhere = freshKey();
        LabelVersion source = label(freshKey(), "source", Kind.REGIONS);
        LabelVersion regions = label(mining, "regions", Kind.REGIONS, source);
        ArtifactRef weights = bytes(training, "weights", Map.of("labels", regions));
        ArtifactRef maps = bytes(mapping, "maps", Map.of("network", Map.of("weights", weights.sha256())));
        LabelVersion predicted = label(predicting, "predicted", Kind.PSEUDO);
        stages.revoke(predicting);
        stages.commit(begin(predicting, Map.of("cams", List.of(Map.of("arrays", maps.sha256())))), new StageCommit(
                json(2), Optional.empty(), Map.of(), List.of(version("predicted", Kind.PSEUDO)), List.of()));
        bytes(elsewhere, "others", Map.of("labels", source));

        Revocation plan = revocation.plan(id(regions));
        assertThat(plan.stages()).extracting(Revocation.Stage::key)
                .containsExactly(mining.hex(), training.hex(), mapping.hex(), predicting.hex());
        assertThat(plan.labels()).extracting(Revocation.Version::contentHash).containsExactly(regions.sha256(), predicted.sha256());
        assertThat(isLive(training)).as("a plan changes nothing").isTrue();

        assertThat(revocation.revoke(id(regions), Optional.of("wrong threshold"))).isEqualTo(plan);
        assertThat(List.of(mining, training, mapping, predicting)).noneMatch(LabelRevocationTest::isLive);
        assertThat(isLive(elsewhere)).isTrue();
        assertThat(status(regions)).isEqualTo(LabelStatus.REVOKED);
        assertThat(status(source)).isEqualTo(LabelStatus.PROPOSED);
        LabelAction action = new LabelReview(database, "eve").history(id(regions)).getFirst();
        assertThat(action.action()).isEqualTo(LabelAction.Kind.REVOKED);
        assertThat(action.username()).isEqualTo("ada");
        assertThat(action.note()).contains("wrong threshold");
        assertThat(revocation.revoke(id(regions), Optional.empty())).as("revoked again")
                .isEqualTo(new Revocation(List.of(), List.of(), List.of()));
    }

    @Test
    void whatIsComputedAnewStandsAndARevokedVersionIsNoStartForTrialsThatStillHoldIt() {
        StageKey mining = freshKey();
        LabelVersion regions = label(mining, "anew", Kind.REGIONS);
        labels.requireValid(List.of(regions));
        revocation.revoke(id(regions), Optional.empty());
        assertThatThrownBy(() -> labels.requireValid(List.of(regions))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(regions.sha256().substring(0, 12)).hasMessageContaining("submit the campaign again");
        assertThat(label(mining, "anew", Kind.REGIONS)).isEqualTo(regions);
        labels.requireValid(List.of(regions));
        assertThat(labels.find(regions.sha256()).orElseThrow().status()).isEqualTo(LabelStatus.PROPOSED);
    }

    @Test
    void nothingComputesARevokedImportAnew() {
        LabelVersion imported = labels.importVersion(version("by hand", Kind.IMPORTED)).version();
        revocation.revoke(id(imported), Optional.empty());
        assertThatThrownBy(() -> labels.requireValid(List.of(imported))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing computes it anew").hasMessageNotContaining("submit the campaign again");
    }

    @Test
    void aStageUnderWayIsTakenFromItsWorker() {
        LabelVersion regions = label(freshKey(), "under way", Kind.REGIONS);
        StageKey training = freshKey();
        Lease lease = begin(training, Map.of("labels", regions));
        assertThat(revocation.revoke(id(regions), Optional.empty()).stages()).extracting(Revocation.Stage::key).contains(training.hex());
        var commit = new StageCommit(json(1), Optional.empty(), Map.of(), List.of(), List.of());
        assertThatThrownBy(() -> stages.commit(lease, commit)).isInstanceOf(FencedException.class);
    }

    @Test
    void anImportedVersionFallsWithWhatUsedItAndEqualMasksOfAnotherStageStand() {
        labels.importVersion(version("by hand", Kind.IMPORTED));
        var imported = new LabelVersion(artifact("by hand").sha256(), Kind.IMPORTED, LabelStore.IMPORT);
        StageKey equal = freshKey();
        StageKey user = freshKey();
        StageKey userOfEqual = freshKey();
        LabelVersion same = label(equal, "by hand", Kind.PSEUDO);
        JsonNode spec = Json.tree(Map.of("images", Map.of("erased", List.of(imported))));
        LabelVersion child = label(freshKey(), "child of hand", Kind.FUSED, imported);
        bytes(user, "from hand", spec);
        bytes(userOfEqual, "from equal", Map.of("labels", same));
        Revocation fallen = revocation.revoke(id(imported), Optional.empty());
        assertThat(fallen.stages()).extracting(Revocation.Stage::key).containsExactly(child.origin(), user.hex());
        assertThat(fallen.labels()).extracting(Revocation.Version::contentHash)
                .containsExactly(imported.sha256(), child.sha256());
        assertThat(isLive(equal)).isTrue();
        assertThat(isLive(userOfEqual)).isTrue();
    }
}
