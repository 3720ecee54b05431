package dev.seedbed.tracking.label;

import static dev.seedbed.tracking.stage.StageFixture.acquire;
import static dev.seedbed.tracking.stage.StageFixture.artifact;
import static dev.seedbed.tracking.stage.StageFixture.freshKey;
import static dev.seedbed.tracking.stage.StageFixture.json;
import static dev.seedbed.tracking.stage.StageFixture.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.LabelVersion.Kind;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.json.Json;
import dev.seedbed.stage.StageKey;
import dev.seedbed.stage.SweepThresholds;
import dev.seedbed.stage.ThresholdCurve;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.TestPostgres;
import dev.seedbed.tracking.stage.Lease;
import dev.seedbed.tracking.stage.StageCommit;
import dev.seedbed.tracking.stage.StageStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LabelStoreTest {

    private static final LabelQuality QUALITY = new LabelQuality(0.5,
            List.of(new LabelQuality.PerClass("background", OptionalDouble.of(0.75), OptionalDouble.empty(), OptionalDouble.of(1))),
            List.of(List.of(3L, 1L), List.of(0L, 2L)));

    private static Database database;
    private static StageStore stages;
    private static LabelStore labels;

    @BeforeAll
    static void open() {
        database = TestPostgres.freshDatabase();
        stages = new StageStore(database);
        labels = new LabelStore(database);
    }

    @AfterAll
    static void close() {
        stages.close();
        database.close();
    }

    private static NewLabelVersion version(String name, String content, Kind kind, LabelVersion... parents) {
        return new NewLabelVersion(name, artifact(content), kind, Optional.of(2), Sha256.of("dataset"), "tags", "imagenet",
                Map.of(0, 90L, 255, 10L), Optional.of(QUALITY), 0.9, Optional.of("a note"), List.of(parents));
    }

    private static LabelVersion commit(StageKey key, NewLabelVersion... versions) {
        return commit(key, Map.of(), versions);
    }

    private static LabelVersion commit(StageKey key, Object spec, NewLabelVersion... versions) {
        Lease lease = acquire(stages, wanted(database, key, "mine-regions", Json.tree(spec)));
        stages.commit(lease, new StageCommit(json(1), Optional.empty(), Map.of(), List.of(versions), List.of()));
        return new LabelVersion(versions[0].manifest().sha256(), versions[0].kind(), key.hex());
    }

    @Test
    void aVersionIsFoundByIdAndByTheBeginningOfItsHashWithAllThatIsKnownOfIt() {
        StageKey key = freshKey();
        LabelVersion made = commit(key, version("regions", "found", Kind.REGIONS));
        LabelRow row = labels.find(made.sha256().substring(0, 10)).orElseThrow();
        assertThat(labels.find(Long.toString(row.id()))).contains(row);
        assertThat(row.version()).isEqualTo(made);
        assertThat(row.stageKey()).contains(key.hex());
        assertThat(row.round()).contains(2);
        assertThat(row.coverage()).isEqualTo(0.9);
        assertThat(Json.read(row.quality().orElseThrow(), LabelQuality.class)).isEqualTo(QUALITY);
        assertThat(row.pixelCounts()).isEqualTo(Json.tree(Map.of("0", 90, "255", 10)));
        assertThat(labels.find("ffffffffffffffff")).isEmpty();
    }

    @Test
    void lineageLeadsBackThroughAllParents() {
        LabelVersion first = commit(freshKey(), version("regions", "round 1", Kind.REGIONS));
        LabelVersion second = commit(freshKey(), version("regions", "round 2", Kind.REGIONS, first));
        LabelVersion fused = commit(freshKey(), version("fused", "fused", Kind.FUSED, first, second));
        LabelRow row = labels.find(fused.sha256()).orElseThrow();
        assertThat(row.parents()).containsExactly(
                labels.find(first.sha256()).orElseThrow().id(), labels.find(second.sha256()).orElseThrow().id());
        assertThat(labels.ancestors(row.id())).extracting(LabelRow::version).containsExactly(second, first);
    }

    @Test
    void equalMasksOfTwoStagesAreTwoVersionsAndDescendantsKnowWhich() {
        LabelVersion one = commit(freshKey(), version("regions", "equal", Kind.REGIONS));
        LabelVersion two = commit(freshKey(), version("regions", "equal", Kind.REGIONS));
        LabelVersion child = commit(freshKey(), version("fused", "child of one", Kind.FUSED, one));
        LabelRow row = labels.find(child.sha256()).orElseThrow();
        assertThat(labels.ancestors(row.id())).extracting(LabelRow::version).containsExactly(one).doesNotContain(two);
    }

    @Test
    void aStageMayMakeTwoVersionsEvenOfEqualMasks() {
        for (String other : List.of("retrieved masks", "crf masks")) {
            StageKey key = freshKey();
            LabelVersion crf = commit(key, version("crf", "crf masks", Kind.PSEUDO), version("retrieved", other, Kind.PSEUDO));
            var retrieved = new LabelVersion(artifact(other).sha256(), Kind.PSEUDO, key.hex());
            LabelVersion child = commit(freshKey(), version("labels", "child of " + key.hex(), Kind.PSEUDO, crf, retrieved));
            List<LabelRow> parents = labels.ancestors(labels.find(child.sha256()).orElseThrow().id());
            assertThat(parents).extracting(LabelRow::version).contains(crf, retrieved).containsOnly(crf, retrieved);
            assertThat(parents).allSatisfy(parent -> assertThat(parent.stageKey()).contains(key.hex()));
        }
    }

    @Test
    void anUnknownParentLeavesTheStageUncommitted() {
        StageKey key = freshKey();
        Lease lease = acquire(database, stages, key);
        var stranger = new LabelVersion(Sha256.of("stranger"), Kind.REGIONS, Sha256.of("nobody"));
        var orphan = version("fused", "orphan", Kind.FUSED, stranger);
        var commit = new StageCommit(json(1), Optional.empty(), Map.of(), List.of(orphan), List.of());
        assertThatThrownBy(() -> stages.commit(lease, commit)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(stranger.sha256());
        assertThat(stages.find(key)).isEmpty();
        assertThat(labels.find(Sha256.of("orphan"))).isEmpty();
    }

    @Test
    void importingAgainFindsTheVersionAndAnotherContentUnderItsNameIsRefused() {
        LabelRow row = labels.importVersion(version("by hand", "masks", Kind.IMPORTED));
        assertThat(labels.importVersion(version("by hand", "masks", Kind.IMPORTED))).isEqualTo(row);
        assertThat(row.version().origin()).isEqualTo(LabelStore.IMPORT);
        assertThatThrownBy(() -> labels.importVersion(version("by hand", "other masks", Kind.IMPORTED)))
                .isInstanceOf(NameTakenException.class).hasMessageContaining("by hand");
    }

    @Test
    void theSameMasksOfAnotherSupervisionOrPretrainingAreRefused() {
        labels.importVersion(drawn("boxes+tags", "imagenet"));
        assertThat(labels.importVersion(drawn("tags+boxes", "imagenet")).supervision()).isEqualTo("boxes+tags");
        assertThatThrownBy(() -> labels.importVersion(drawn("scribbles", "imagenet")))
                .isInstanceOf(NameTakenException.class)
                .hasMessageContaining("label version drawn exists already with supervision boxes+tags, not scribbles");
        assertThatThrownBy(() -> labels.importVersion(drawn("boxes+tags", "none")))
                .isInstanceOf(NameTakenException.class)
                .hasMessageContaining("pretraining imagenet, not none");
    }

    private static NewLabelVersion drawn(String supervision, String pretraining) {
        return new NewLabelVersion("drawn", artifact("drawn masks"), Kind.IMPORTED, Optional.empty(), Sha256.of("dataset"), supervision,
                pretraining, Map.of(0, 1L), Optional.empty(), 1, Optional.empty(), List.of());
    }

    @Test
    void revokingAStageRevokesItsVersionsAndRecomputingMakesNewOnes() {
        StageKey key = freshKey();
        LabelVersion made = commit(key, version("regions", "revoked", Kind.REGIONS));
        long id = labels.find(made.sha256()).orElseThrow().id();
        stages.revoke(key);
        assertThat(labels.find(made.sha256()).orElseThrow().status()).isEqualTo(LabelStatus.REVOKED);
        commit(key, version("regions", "revoked", Kind.REGIONS));
        LabelRow again = labels.find(made.sha256()).orElseThrow();
        assertThat(again.status()).isEqualTo(LabelStatus.PROPOSED);
        assertThat(again.id()).isGreaterThan(id);
    }

    @Test
    void aVersionHasTheCurvesOfTheActivationMapsThatItsLineReadAndNoOthers() {
        Object cams = Map.of("cams", Map.of("arrays", Sha256.of("maps")));
        StageKey mining = freshKey();
        LabelVersion regions = commit(mining, cams, version("regions", "with curve", Kind.REGIONS));
        LabelVersion fused = commit(freshKey(), version("fused", "with curve, fused", Kind.FUSED, regions));
        StageKey sweep = freshKey();
        var curve = new ThresholdCurve(List.of(0.2, 0.4), List.of(0.5, 0.25));
        sweep(sweep, "maps", curve);
        sweep(freshKey(), "other maps", curve);
        List<Long> line = List.of(labels.find(regions.sha256()).orElseThrow().id(), labels.find(fused.sha256()).orElseThrow().id());
        assertThat(new ThresholdCurves(database).of(line)).containsExactly(new ThresholdCurves.Measured(sweep.hex(), Sha256.of("maps"), curve));
        assertThat(new ThresholdCurves(database).of(line.subList(1, 2))).isEmpty();
    }

    private static void sweep(StageKey key, String maps, ThresholdCurve curve) {
        var spec = Json.tree(Map.of("cams", Map.of("arrays", Sha256.of(maps))));
        Lease lease = acquire(stages, wanted(database, key, SweepThresholds.KIND, spec));
        stages.commit(lease, new StageCommit(Json.tree(curve), Optional.empty(), Map.of(), List.of(), List.of()));
    }

    @Test
    void aVersionIsApprovedTaggedAndListedByWhatItIs() {
        var review = new LabelReview(database, "ada");
        StageKey key = freshKey();
        LabelVersion one = commit(key, version("regions", "judged", Kind.PREDICTION));
        LabelVersion two = commit(freshKey(), version("regions", "judged too", Kind.PREDICTION));
        long first = labels.find(one.sha256()).orElseThrow().id();
        long second = labels.find(two.sha256()).orElseThrow().id();
        review.approve(first, Optional.of("sharp"));
        review.tag(first, "best", false);
        review.tag(first, "best", false);
        assertThatThrownBy(() -> review.tag(second, "best", false)).isInstanceOf(NameTakenException.class);
        review.tag(second, "best", true);
        assertThatThrownBy(() -> review.tag(second, "17", false)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("17");
        assertThat(labels.find("best").orElseThrow().id()).isEqualTo(second);
        assertThat(review.history(first)).extracting(LabelAction::action)
                .containsExactly(LabelAction.Kind.APPROVED, LabelAction.Kind.TAGGED, LabelAction.Kind.UNTAGGED);
        assertThat(review.history(first).getFirst()).satisfies(action -> {
            assertThat(action.username()).isEqualTo("ada");
            assertThat(action.note()).contains("sharp");
        });
        var none = Optional.<String>empty();
        assertThat(labels.listings(new LabelFilter(none, none, Optional.of(Kind.PREDICTION), Optional.of(LabelStatus.APPROVED), none)))
                .extracting(LabelListing::id).containsExactly(first);
        assertThat(labels.listings(new LabelFilter(none, none, Optional.empty(), Optional.empty(), Optional.of("best"))))
                .singleElement().satisfies(listing -> {
                    assertThat(listing.id()).isEqualTo(second);
                    assertThat(listing.tags()).containsExactly("best");
                    assertThat(listing.meanIou()).hasValue(0.5);
                });
        assertThat(labels.list(new LabelFilter(none, Optional.of("nowhere"), Optional.empty(), Optional.empty(), none))).isEmpty();
        assertThat(review.untag("best")).contains(second);
        assertThat(review.untag("best")).isEmpty();
        stages.revoke(key);
        assertThatThrownBy(() -> review.approve(first, Optional.empty())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is revoked");
    }
}
