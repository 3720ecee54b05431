package dev.seedbed.training.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

    @Test
    void readsWhatItWrites() {
        Safetensors written = new Safetensors("a",
                new TreeMap<>(Map.of("b", Tensor.of(new Shape(2, 1), new float[] {1, -2}), "a", Tensor.of(new Shape(), new float[] {3}))),
                new TreeMap<>(Map.of("note", "päd", "also", "\"")));
        Safetensors read = Safetensors.read("a", written.write());
        assertThat(read.metadata()).isEqualTo(written.metadata());
        assertThat(read.tensors().keySet()).containsExactly("a", "b");
        assertThat(read.tensor("b").shape()).isEqualTo(new Shape(2, 1));
        assertThat(read.tensor("b").floats()).containsExactly(1, -2);
        assertThat(read.write()).isEqualTo(written.write());
    }

    @Test
    void writesTheSameToAStreamWhateverTheTypes() throws IOException {
        Tensor half = new Tensor(Tensor.Element.F16, new Shape(1), ByteBuffer.wrap(new byte[] {0, 0x3E}));
        Tensor large = Tensor.of(new Shape(100, 101), new float[10_100]);
        Safetensors file = new Safetensors("a", new TreeMap<>(Map.of("half", half, "large", large)), new TreeMap<>());
        var out = new ByteArrayOutputStream();
        file.writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(file.write());
        assertThat(Safetensors.read("a", out.toByteArray()).tensor("half").floats()).containsExactly(1.5f);
    }

    @Test
    void readsEveryElementTypeAsFloats() {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putLong(-5).putDouble(0.5).putInt(-7).putInt(-1).putShort(Float.floatToFloat16(1.5f)).putShort((short) 0x3FC0)
                .putShort((short) -2).putShort((short) -2).put((byte) -3).put((byte) -3).put((byte) 1);
        String header = entry("i64", "I64", 0, 8) + "," + entry("f64", "F64", 8, 16) + "," + entry("i32", "I32", 16, 20) + ","
                + entry("u32", "U32", 20, 24) + "," + entry("f16", "F16", 24, 26) + "," + entry("bf16", "BF16", 26, 28) + ","
                + entry("i16", "I16", 28, 30) + "," + entry("u16", "U16", 30, 32) + "," + entry("i8", "I8", 32, 33) + ","
                + entry("u8", "U8", 33, 34) + "," + entry("bool", "BOOL", 34, 35);
        Safetensors file = Safetensors.read("types", file("{" + header + "}", Arrays.copyOf(data.array(), 35)));
        assertThat(file.tensors().keySet().stream().map(name -> file.tensor(name).floats()[0]))
                .containsExactly(1.5f, 1f, 1.5f, 0.5f, -2f, -7f, -5f, -3f, 65534f, 4294967295f, 253f);
    }

    @Test
    void readsTheWeightsThatTheProgramBrings() {
        Safetensors file = Safetensors.read("own", BuiltinWeights.find("squeezenet1_1.safetensors").orElseThrow());
        assertThat(file.tensor("features.0.weight").shape()).isEqualTo(new Shape(64, 3, 3, 3));
        assertThat(file.tensors()).hasSize(52);
        assertThat(BuiltinWeights.find("vgg16")).isEmpty();
    }

    @Test
    void everyCutShortFileIsOneClearError() {
        byte[] whole = new Safetensors("a", new TreeMap<>(Map.of("b", Tensor.of(new Shape(2), new float[] {1, -2}))), new TreeMap<>())
                .write();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Safetensors.read("cut.safetensors", cut))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("cut.safetensors is no valid safetensors file");
        }
    }

    @Test
    void noByteChangedInAHeaderMakesItCrash() {
        byte[] whole = new Safetensors("a", new TreeMap<>(Map.of("b", Tensor.of(new Shape(2), new float[] {1, -2}))),
                new TreeMap<>(Map.of("k", "v"))).write();
        for (int at = 0; at < whole.length - 8; at++) {
            for (byte value : new byte[] {0, '"', '9', '-', '[', '}', (byte) 0xFF}) {
                byte[] changed = whole.clone();
                changed[at] = value;
                try {
                    Safetensors.read("changed", changed);
                } catch (WeightsException e) {
                    assertThat(e).hasMessageStartingWith("changed is no valid");
                }
            }
        }
    }

    @Test
    void saysWhatIsWrongWithAFile() {
        byte[] eight = new byte[8];
        assertDamaged("{" + entry("a", "F32", 0, 8).replace("[1]", "[2]") + "," + entry("b", "F32", 4, 8) + "}", eight, "overlaps");
        assertDamaged("{" + entry("a", "F32", 4, 8) + "}", eight, "unused bytes before tensor 'a'");
        assertDamaged("{" + entry("a", "F32", 0, 4) + "}", eight, "4 bytes after the last tensor");
        assertDamaged("{" + entry("a", "F32", 0, 4) + "}", new byte[2], "cut short");
        assertDamaged("{" + entry("a", "F9", 0, 4) + "}", eight, "type 'F9'");
        assertDamaged("{" + entry("a", "F32", 0, 8) + "}", eight, "takes 4 bytes, but its data_offsets are [0, 8]");
        assertDamaged("{" + entry("a", "F32", 0, 8).replace("[1]", "[-2]") + "}", eight, "where a count should be");
        assertDamaged("{" + entry("a", "F32", 0, 8).replace("[1]", "[4611686018427387904,4]") + "}", eight, "impossible shape");
        assertDamaged("{" + entry("a", "F32", 0, 4) + "," + entry("a", "F32", 4, 8) + "}", eight, "Duplicate field");
        assertDamaged("{\"__metadata__\":{\"a\":1}}", new byte[0], "is no text");
        assertDamaged("[]", new byte[0], "no JSON object");
        assertDamaged("{\"a\":7}", new byte[0], "must have dtype, shape and two data_offsets");
        byte[] huge = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 40).array();
        assertThatThrownBy(() -> Safetensors.read("huge", huge)).hasMessageContaining("header claims 1099511627776 bytes");
    }

    @Test
    void picklesAreRefusedWithALineThatConvertsThem() {
        byte[] zip = Arrays.copyOf(new byte[] {'P', 'K', 3, 4, 0, 0, 8, 8}, 100);
        byte[] old = Arrays.copyOf(new byte[] {(byte) 0x80, 2, (byte) 0x8a, 0x0a, 'l', (byte) 0xfc, (byte) 0x9c, 'F'}, 100);
        for (byte[] pickle : List.of(zip, old)) {
            assertThatThrownBy(() -> Safetensors.read("resnet50-0676ba61.pth", pickle))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("resnet50-0676ba61.pth is a PyTorch file, a pickle")
                    .hasMessageContaining("torch.load('resnet50-0676ba61.pth', map_location='cpu', weights_only=True)")
                    .hasMessageContaining("'resnet50-0676ba61.safetensors')");
        }
    }

    @Test
    void aHeaderOfTheLengthOfAPicklesFirstBytesIsAHeader() {
        String header = "{\"__metadata__\":{\"k\":\"" + "v".repeat(0x280 - 25) + "\"}}";
        assertThat(header).hasSize(0x280);
        assertThat(Safetensors.read("long", file(header, new byte[0])).metadata()).containsKey("k");
    }

    @Test
    void aFileIsReadWhereItLiesAsItsBytesAre(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("own.safetensors");
        byte[] bytes = BuiltinWeights.find("squeezenet1_1").orElseThrow();
        Files.write(file, bytes);
        assertThat(Safetensors.read(file).write()).isEqualTo(Safetensors.read("own", bytes).write());
        assertThatThrownBy(() -> Safetensors.read(folder)).isInstanceOf(WeightsException.class).hasMessageContaining(folder.toString());
    }

    @Test
    void namesTheFileThatCannotBeRead() {
        assertThatThrownBy(() -> Safetensors.read(Path.of("nowhere/vgg.safetensors")))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("vgg.safetensors");
    }

    private static void assertDamaged(String header, byte[] data, String reason) {
        assertThatThrownBy(() -> Safetensors.read("w.safetensors", file(header, data)))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("w.safetensors is no valid safetensors file")
                .hasMessageContaining(reason);
    }

    private static String entry(String name, String type, int begin, int end) {
        return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":[1],\"data_offsets\":[" + begin + "," + end + "]}";
    }

    private static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }
}
