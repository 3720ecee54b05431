package dev.seedbed.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.app.UserError;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.array.Npz;
import dev.seedbed.training.weights.BuiltinWeights;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FeaturesCommandTest {

    @TempDir
    private Path folder;

    private Path weights;
    private Path image;
    private Path out;

    @BeforeEach
    void layOut() throws IOException {
        weights = Files.write(folder.resolve("squeezenet.safetensors"), BuiltinWeights.find("squeezenet1_1").orElseThrow());
        image = folder.resolve("image.png");
        var picture = new BufferedImage(97, 131, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 131; y++) {
            for (int x = 0; x < 97; x++) {
                picture.setRGB(x, y, (x * 31 + y * 57) * 0x010203);
            }
        }
        ImageIO.write(picture, "png", image.toFile());
        out = folder.resolve("out.npz");
    }

    /** The exit code, or the mistake's message. */
    private String run(String backbone, Path weightsFile, Path imageFile, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--backbone", backbone, "--weights", weightsFile.toString(), "--image", imageFile.toString(), "--out", out.toString()));
        arguments.addAll(List.of(more));
        String[] message = new String[1];
        int code = new CommandLine(new FeaturesCommand())
                .setExecutionExceptionHandler((failure, _, _) -> {
                    message[0] = ((UserError) failure).getMessage();
                    return ExitCode.MISTAKE.code();
                })
                .execute(arguments.toArray(String[]::new));
        return message[0] == null ? Integer.toString(code) : message[0];
    }

    @Test
    void writesFeaturesAndLogitsAtThePlainStrideOrAFinerOne() throws IOException {
        assertThat(run("SqueezeNet1_1", weights, image)).isEqualTo("0");
        Map<String, NdArray> plain = Npz.read(out);
        assertThat(plain.get("features").shape()).containsExactly(512, 8, 6);
        assertThat(plain.get("logits").shape()).containsExactly(1000);
        assertThat(run("squeezenet1_1", weights, image, "--stride", "8")).isEqualTo("0");
        assertThat(Npz.read(out).get("features").shape()).containsExactly(512, 16, 12);
    }

    @Test
    void answersMistakesWithWhatToDo() throws IOException {
        assertThat(run("resnet60", weights, image)).isEqualTo("there is no backbone resnet60; did you mean resnet50?");
        assertThat(run("squeezenet1_1", weights, image, "--stride", "4")).isEqualTo("squeezenet1_1 has no stride 4, only [16, 8]");
        assertThat(run("vgg16", weights, image)).contains("squeezenet.safetensors has no tensor 'features.2.weight'");
        assertThat(run("squeezenet1_1", folder.resolve("none"), image)).contains("there are no weights ");
        assertThat(run("squeezenet1_1", weights, weights)).contains("squeezenet.safetensors is no picture that can be read");
        assertThat(run("squeezenet1_1", weights, folder.resolve("none.png"))).endsWith("none.png: there is no such file");
        assertThat(run("squeezenet1_1", image, image)).contains("image.png is no valid safetensors file");
        Path pickle = Files.write(folder.resolve("net.pth"), new byte[] {'P', 'K', 3, 4, 0, 0, 8, 8, 0, 0});
        assertThat(run("squeezenet1_1", pickle, image)).contains("net.pth is a PyTorch file", "convert it once: python -c");
        assertThat(run("squeezenet1_1", weights, image, "--device", "tpu:0")).contains("tpu:0");
        assertThat(out).doesNotExist();
        out = folder.resolve("nowhere/out.npz");
        assertThat(run("squeezenet1_1", weights, image)).contains("cannot write ").contains("nowhere");
    }
}
