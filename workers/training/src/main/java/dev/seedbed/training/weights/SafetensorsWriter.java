package dev.seedbed.training.weights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Writes safetensors files whose bytes depend on nothing but their content. */
final class SafetensorsWriter {

    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    static byte[] write(Safetensors file) {
        byte[] header = header(file);
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(header.length + dataBytes(file)));
        bytes.put(header);
        file.tensors().values().forEach(tensor -> bytes.put(floats(tensor)));
        return bytes.array();
    }

    static void write(Safetensors file, OutputStream out) throws IOException {
        out.write(header(file));
        WritableByteChannel channel = Channels.newChannel(out);
        for (Tensor tensor : file.tensors().values()) {
            channel.write(floats(tensor));
        }
    }

    private static long dataBytes(Safetensors file) {
        return file.tensors().values().stream().mapToLong(tensor -> tensor.shape().size() * Float.BYTES).sum();
    }

    /** The header's length, and the header. */
    private static byte[] header(Safetensors file) {
        ObjectNode header = Json.mapper().createObjectNode();
        if (!file.metadata().isEmpty()) {
            ObjectNode metadata = header.putObject("__metadata__");
            file.metadata().forEach(metadata::put);
        }
        long offset = 0;
        for (Map.Entry<String, Tensor> named : file.tensors().entrySet()) {
            long end = offset + named.getValue().shape().size() * Float.BYTES;
            ObjectNode entry = header.putObject(named.getKey());
            entry.put("dtype", Tensor.Element.F32.name());
            Arrays.stream(named.getValue().shape().getShape()).forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = padded(header.toString());
        return ByteBuffer.allocate(Long.BYTES + json.length).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).array();
    }

    private static byte[] padded(String header) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    /** The elements as 32-bit floats, which most are. */
    private static ByteBuffer floats(Tensor tensor) {
        Tensor floats = tensor.element() == Tensor.Element.F32 ? tensor : Tensor.of(tensor.shape(), tensor.floats());
        return floats.data().duplicate();
    }
}
