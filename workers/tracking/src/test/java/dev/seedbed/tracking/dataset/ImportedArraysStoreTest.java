package dev.seedbed.tracking.dataset;

import static dev.seedbed.tracking.stage.StageFixture.artifact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Cues;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.SeedQuality;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.TestPostgres;
import dev.seedbed.tracking.label.LabelStore;
import dev.seedbed.tracking.label.NewLabelVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportedArraysStoreTest {

    private static final String DATASET = Sha256.of("foxes");
    private static final Cams CAMS = new Cams(artifact("cams").sha256(), "unknown");

    private Database database;
    private ImportedArraysStore arrays;

    @BeforeEach
    void open() {
        database = TestPostgres.freshDatabase();
        arrays = new ImportedArraysStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aNameStandsForOneContent() {
        ImportedArraysRow cues = cues("sec", "cues");
        ImportedArraysRow cams = arrays.registerCams("irn", artifact("cams"), DATASET, "train", 7, CAMS);
        assertThat(cues("sec", "cues")).isEqualTo(cues);
        assertThatThrownBy(() -> cues("sec", "others")).isInstanceOf(NameTakenException.class).hasMessageContaining("sec");
        assertThatThrownBy(() -> arrays.registerCams("sec", artifact("cams"), DATASET, "train", 7, CAMS)).isInstanceOf(NameTakenException.class);
        assertThat(arrays.list()).containsExactly(cams, cues);
        assertThat(arrays.find("sec")).contains(cues);
        assertThat(arrays.find("dsrg")).isEmpty();
    }

    @Test
    void whatAStageWouldHavePassedOnComesBack() {
        Cues cues = Json.read(cues("sec", "cues").result(), Cues.class);
        assertThat(cues).isEqualTo(recorded("cues"));
        assertThat(Json.read(arrays.registerCams("irn", artifact("cams"), DATASET, "train", 7, CAMS).result(), Cams.class)).isEqualTo(CAMS);
    }

    @Test
    void cuesAreALabelVersionOfTheirNameOrNothingIsRecorded() {
        cues("sec", "cues");
        var labels = new LabelStore(database);
        assertThat(labels.find("sec").orElseThrow()).satisfies(row -> {
            assertThat(row.version()).isEqualTo(recorded("cues").shown().labels());
            assertThat(row.supervision()).isEqualTo("tags");
            assertThat(row.pretraining()).isEqualTo("unknown");
        });
        labels.importVersion(shown("boxes", "other masks"));
        assertThatThrownBy(() -> cues("boxes", "cues")).isInstanceOf(NameTakenException.class).hasMessageContaining("label version boxes");
        assertThat(arrays.find("boxes")).isEmpty();
    }

    @Test
    void theSameArraysOfAnotherSupervisionAreRefused() {
        cues("sec", "cues");
        NewLabelVersion boxed = new NewLabelVersion(
                "sec", artifact("shown cues"), LabelVersion.Kind.CUES, Optional.empty(), DATASET, "boxes", "unknown", Map.of(0, 5L),
                Optional.empty(), 0.5, Optional.empty(), List.of());
        assertThatThrownBy(() -> arrays.registerCues(artifact("cues"), "train", 7, recorded("cues"), boxed))
                .isInstanceOf(NameTakenException.class).hasMessageContaining("supervision tags, not boxes");
        arrays.registerCams("irn", artifact("cams"), DATASET, "train", 7, CAMS);
        var boxedCams = new Cams(CAMS.arrays(), CAMS.pretraining(), Optional.of("boxes"));
        assertThatThrownBy(() -> arrays.registerCams("irn", artifact("cams"), DATASET, "train", 7, boxedCams))
                .isInstanceOf(NameTakenException.class).hasMessageContaining("supervision tags, not boxes");
    }

    @Test
    void mapsAsTheyWereStoredBeforeAreOfTags() {
        assertThat(Json.read(Json.write(Map.of("arrays", CAMS.arrays(), "pretraining", "unknown")), Cams.class)).isEqualTo(CAMS);
        assertThat(CAMS.supervision()).isEqualTo("tags");
    }

    private ImportedArraysRow cues(String name, String content) {
        return arrays.registerCues(artifact(content), "train", 7, recorded(content), shown(name, content));
    }

    private static Cues recorded(String content) {
        var labels = new LabelVersion(artifact("shown " + content).sha256(), LabelVersion.Kind.CUES, LabelStore.IMPORT);
        var quality = new SeedQuality(OptionalDouble.of(0.75), OptionalDouble.empty(), OptionalDouble.empty(), 0.5);
        return new Cues(
                artifact(content).sha256(), 41, new Labelled(labels, OptionalDouble.of(0.25), OptionalDouble.empty(), OptionalDouble.empty(), 0.5), quality);
    }

    private static NewLabelVersion shown(String name, String content) {
        return new NewLabelVersion(
                name, artifact("shown " + content), LabelVersion.Kind.CUES, Optional.empty(), DATASET, "tags", "unknown", Map.of(0, 5L),
                Optional.empty(), 0.5, Optional.empty(), List.of());
    }
}
