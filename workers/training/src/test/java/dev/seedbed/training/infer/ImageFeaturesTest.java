package dev.seedbed.training.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.imaging.Raster;
import dev.seedbed.json.Json;
import dev.seedbed.training.Npz;
import dev.seedbed.training.Shared;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.network.TorchvisionNetwork;
import dev.seedbed.training.weights.BuiltinWeights;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImageFeaturesTest {

    private static final DeviceSlot CPU = DeviceSlot.parse("cpu:0");
    private static final Safetensors WEIGHTS =
            Safetensors.read("squeezenet1_1.safetensors", BuiltinWeights.find("squeezenet1_1").orElseThrow());

    private static ImageFeatures look(Safetensors weights, int stride, Raster picture) {
        return ImageFeatures.of(CPU, TorchvisionNetwork.SQUEEZENET1_1, stride, weights, picture);
    }

    private static Raster grey(int width, int height) {
        return new Raster(width, height, new byte[3 * width * height]);
    }

    @Test
    void squeezeNetGivesTheReferenceActivations() throws IOException {
        for (Path file : Shared.vectors("squeezenet")) {
            Npz arrays = Npz.read(file);
            JsonNode tolerance = Json.mapper().readTree(Path.of(file.toString().replace(".npz", ".json")).toFile()).path("tolerance");
            int[] shape = arrays.get("image").shape();
            ImageFeatures seen = look(WEIGHTS, 16, new Raster(shape[1], shape[0], arrays.get("image").bytes()));
            assertThat(worst(seen.features().values(), arrays.get("expected.features").floats()))
                    .isLessThan(tolerance.at("/features/abs").asDouble());
            assertThat(worst(seen.logits().orElseThrow(), arrays.get("expected.logits").floats()))
                    .isLessThan(tolerance.at("/logits/abs").asDouble());
        }
    }

    private static double worst(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            worst = Math.max(worst, Math.abs(found[i] - expected[i]));
        }
        return worst;
    }

    @Test
    void weightsWithoutAHeadGiveNoLogits() {
        TreeMap<String, Tensor> tensors = new TreeMap<>(WEIGHTS.tensors());
        tensors.keySet().removeIf(name -> name.startsWith("classifier."));
        ImageFeatures seen = look(new Safetensors("headless", tensors, WEIGHTS.metadata()), 8, grey(128, 64));
        assertThat(seen.logits()).isEmpty();
        assertThat(seen.features().width()).isEqualTo(15);
        assertThat(seen.features().height()).isEqualTo(7);
    }

    @Test
    void stridesThatABackboneHasNotAreRefusedWithThoseItHas() {
        assertThatThrownBy(() -> look(WEIGHTS, 32, grey(64, 64))).hasMessage("squeezenet1_1 has no stride 32, only [16, 8]");
        for (TorchvisionNetwork network : TorchvisionNetwork.values()) {
            assertThatThrownBy(() -> network.extractor(4)).hasMessageStartingWith(network.word() + " has no stride 4");
        }
    }

    @Test
    void picturesThatAreTooSmallAreRefusedWithTheSizeThatIsNeeded() {
        assertThatThrownBy(() -> look(WEIGHTS, 16, grey(300, 16)))
                .hasMessage("the picture has 300×16 pixels; squeezenet1_1 at stride 16 needs 17 on either side");
        assertThat(look(WEIGHTS, 16, grey(300, 17)).features().height()).isEqualTo(1);
    }

    @Test
    void unknownBackbonesAreAnsweredWithTheNearest() {
        assertThat(TorchvisionNetwork.of("ResNet50")).isEqualTo(TorchvisionNetwork.RESNET50);
        assertThatThrownBy(() -> TorchvisionNetwork.of("resnet5")).hasMessage("there is no backbone resnet5; did you mean resnet50?");
    }
}
