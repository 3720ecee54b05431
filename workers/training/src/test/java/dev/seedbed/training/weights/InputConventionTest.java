package dev.seedbed.training.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.training.Drawn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InputConventionTest {

    @Test
    void understandsTheWeightsThatTheProgramBrings() {
        InputConvention convention = InputConvention.of(Drawn.squeezeNet());
        assertThat(convention).isEqualTo(
                new InputConvention(InputConvention.Order.BGR, 255, List.of(104f, 117f, 123f), List.of(1f, 1f, 1f)));
        assertThat(convention.byteOf(0)).isEqualTo(2);
        assertThat(convention.table()[0][200]).isEqualTo(96);
    }

    @Test
    void isTorchvisionsWhenTheFileSaysNothing() {
        InputConvention convention = InputConvention.of(said(Map.of()));
        assertThat(convention).isEqualTo(InputConvention.TORCHVISION);
        assertThat(convention.table()[2][255]).isCloseTo((1 - 0.406f) / 0.225f, within(1e-6f));
        assertThat(convention.byteOf(0)).isZero();
    }

    @Test
    void readsBackWhatItDescribes() {
        for (String said : List.of(
                "RGB, 0..1, minus mean 0.485,0.456,0.406 / std 0.229, 0.224, 0.225",
                "RGB, 0..1",
                "BGR, 0..255; a remark, with / std in it",
                "RGB, 0..255, minus mean 1e1,-2,.5, std 2,2,4 ; remark")) {
            InputConvention convention = InputConvention.of(said(Map.of("input", said)));
            assertThat(InputConvention.of(said(convention.metadata()))).isEqualTo(convention);
        }
        assertThat(InputConvention.of(said(Map.of("input", "RGB, 0..255, minus mean 1,2,3, std 2,2,4"))).deviation())
                .containsExactly(2f, 2f, 4f);
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        for (String said : List.of(
                "", "GRB, 0..1", "RGB, 0..2", "RGB, 0..1, minus mean 1,2", "RGB, 0..1 / std 0,1,1", "RGB, 0..1, minus mean x",
                "RGB, 0..1, minus mean 1,2,3e999", "RGB, 0..1, minus mean 1..2,2,3")) {
            assertThatThrownBy(() -> InputConvention.of(said(Map.of("input", said))))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageStartingWith("said has metadata 'input'");
        }
    }

    private static Safetensors said(Map<String, String> metadata) {
        return new Safetensors("said", new TreeMap<>(), new TreeMap<>(metadata));
    }
}
