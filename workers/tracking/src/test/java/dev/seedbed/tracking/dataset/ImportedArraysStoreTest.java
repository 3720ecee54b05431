package dev.seedbed.tracking.dataset;

import static dev.seedbed.tracking.stage.StageFixture.artifact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.artifact.Sha256;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.TestPostgres;
import dev.seedbed.tracking.dataset.ImportedArraysRow.Kind;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportedArraysStoreTest {

    private static final String DATASET = Sha256.of("foxes");

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
        ImportedArraysRow cues = arrays.register("sec", Kind.CUES, artifact("cues"), DATASET, "train", 7, Optional.of(41));
        ImportedArraysRow cams = arrays.register("irn", Kind.CAMS, artifact("cams"), DATASET, "train", 7, Optional.empty());
        assertThat(arrays.register("sec", Kind.CUES, artifact("cues"), DATASET, "train", 7, Optional.of(41))).isEqualTo(cues);
        assertThatThrownBy(() -> arrays.register("sec", Kind.CUES, artifact("other"), DATASET, "train", 7, Optional.of(41)))
                .isInstanceOf(NameTakenException.class).hasMessageContaining("sec");
        assertThat(arrays.list()).containsExactly(cams, cues);
        assertThat(arrays.find("sec")).contains(cues);
        assertThat(arrays.find("dsrg")).isEmpty();
    }
}
