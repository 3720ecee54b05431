package dev.seedbed.tracking.dataset;

import static dev.seedbed.tracking.stage.StageFixture.artifact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.TestPostgres;
import dev.seedbed.tracking.label.LabelFilter;
import dev.seedbed.tracking.label.LabelStore;
import dev.seedbed.tracking.label.NewLabelVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatasetStoreTest {

    private static final DatasetManifest FOXES = new DatasetManifest(
            List.of("background", "fox"),
            List.of(1, 2, 3),
            List.of(new DatasetManifest.Image(
                    "a", 2, 2, List.of(1), Sha256.of("a"), Optional.of(Sha256.of("t")), List.of(), Optional.empty())),
            Map.of("train", List.of("a"), "val", List.of()));

    private Database database;
    private DatasetStore datasets;

    @BeforeEach
    void open() {
        database = TestPostgres.freshDatabase();
        datasets = new DatasetStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Optional<NewLabelVersion> truth(ArtifactRef dataset) {
        return Optional.of(new NewLabelVersion("foxes", artifact("truth"), LabelVersion.Kind.TRUTH, Optional.empty(),
                dataset.sha256(), "masks", "none", Map.of(0, 4L), Optional.empty(), 1, Optional.empty(), List.of()));
    }

    @Test
    void aNameStandsForOneContent() {
        ArtifactRef ref = artifact("manifest");
        DatasetRow row = datasets.register("foxes", ref, FOXES, truth(ref));
        assertThat(datasets.register("foxes", ref, FOXES, truth(ref))).isEqualTo(row);
        assertThat(row.classes()).isEqualTo(Json.tree(List.of("background", "fox")));
        assertThat(row.splits()).isEqualTo(Json.tree(Map.of("train", 1, "val", 0)));
        assertThat(row.saliency()).isFalse();
        assertThat(row.truth()).contains(artifact("truth").sha256());
        assertThat(new LabelStore(database).list(LabelFilter.all())).hasSize(1);
        assertThatThrownBy(() -> datasets.register("foxes", artifact("other"), FOXES, Optional.empty()))
                .isInstanceOf(NameTakenException.class).hasMessageContaining("foxes");
        assertThat(datasets.list()).containsExactly(row);
    }

    @Test
    void theSameContentMayHaveTwoNames() {
        ArtifactRef ref = artifact("manifest");
        datasets.register("foxes", ref, FOXES, truth(ref));
        datasets.register("vulpes", ref, FOXES, truth(ref));
        assertThat(datasets.list()).extracting(DatasetRow::name).containsExactly("foxes", "vulpes");
        assertThat(datasets.find("vulpes").orElseThrow().truth()).contains(artifact("truth").sha256());
    }

    @Test
    void boxesAreCountedByList() {
        var box = new DatasetManifest.Box(0, 0, 1, 1, 1, false);
        var boxed = new DatasetManifest.Image("b", 2, 2, List.of(1), Sha256.of("b"), Optional.empty(), List.of(box, box), Optional.empty());
        var manifest = new DatasetManifest(
                FOXES.classes(), List.of(1, 2, 3), List.of(FOXES.images().getFirst(), boxed),
                Map.of("train", List.of("a"), "val", List.of("b"), "all", List.of("a", "b")));
        DatasetRow row = datasets.register("boxed", artifact("boxed"), manifest, Optional.empty());
        assertThat(row.boxes()).isEqualTo(Json.tree(Map.of("val", 2, "all", 2)));
    }
}
