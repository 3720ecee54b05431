package dev.seedbed.training.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.json.Json;
import dev.seedbed.training.Npz;
import dev.seedbed.training.Shared;
import dev.seedbed.training.engine.DeviceSlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferenceRunsTest {

    private static final DeviceSlot CPU = DeviceSlot.parse("cpu:0");

    @Test
    void prohibitiveLearningGivesTheReferenceLossAndGradient() throws IOException {
        for (Path file : Shared.vectors("psl")) {
            Npz arrays = Npz.read(file);
            JsonNode tolerance = tolerance(file);
            int[] shape = arrays.get("scores").shape();
            ReferenceRuns.Psl run = ReferenceRuns.psl(
                    CPU,
                    new FloatMaps(shape[0], shape[1], shape[2], arrays.get("scores").floats()),
                    arrays.get("confidence").floats(),
                    new Mask(shape[2], shape[1], arrays.get("label").bytes()));
            assertThat(worst(new float[] {run.loss()}, arrays.get("expected.loss").floats()))
                    .isLessThan(tolerance.at("/loss/abs").asDouble());
            assertThat(worst(run.gradient().values(), arrays.get("expected.gradient").floats()))
                    .isLessThan(tolerance.at("/gradient/abs").asDouble());
            assertThat(agreement(run.online().labels(), arrays.get("expected.online").bytes()))
                    .isGreaterThanOrEqualTo(tolerance.at("/online/agree").asDouble());
        }
    }

    private static JsonNode tolerance(Path file) throws IOException {
        return Json.mapper().readTree(Files.readString(Path.of(file.toString().replace(".npz", ".json")))).path("tolerance");
    }

    private static double worst(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            worst = Math.max(worst, Math.abs(found[i] - expected[i]));
        }
        return worst;
    }

    private static double agreement(byte[] found, byte[] expected) {
        int same = 0;
        for (int i = 0; i < expected.length; i++) {
            same += found[i] == expected[i] ? 1 : 0;
        }
        return same / (double) expected.length;
    }
}
