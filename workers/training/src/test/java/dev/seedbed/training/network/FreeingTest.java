package dev.seedbed.training.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.seedbed.stage.Backbone;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreeingTest {

    @Test
    void aPassLeavesItsStagesAndFewArraysMoreBehind() {
        for (Backbone.Architecture architecture : Backbone.Architecture.values()) {
            Extractor extractor = Extractor.of(architecture);
            Torch.on(DeviceSlot.parse("cpu:0"), manager -> {
                Parameters p = Parameters.trained(manager, extractor.parameters(), Formula.weights(extractor.parameters()));
                try (var pass = manager.newSubManager()) {
                    NDArray pixels = Formula.pixels(pass, 48, 48);
                    List<NDArray> stages = extractor.stages(p, pixels, Dropout.NONE);
                    assertThat(pass.getManagedArrays()).as(architecture.name()).contains(pixels).containsAll(stages).hasSizeLessThan(16);
                    assertThat(stages).allMatch(stage -> stage.getManager() == pass);
                    assertThat(pixels.getManager()).isSameAs(pass);
                }
                return null;
            });
        }
    }
}
