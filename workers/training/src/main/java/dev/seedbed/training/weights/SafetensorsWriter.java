package dev.seedbed.training.weights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.json.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Writes safetensors files whose bytes depend on nothing but their content. */
final class SafetensorsWriter {

    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    static byte[] write(Safetensors file) {
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
        return assemble(padded(header.toString()), file, offset);
    }

    private static byte[] padded(String header) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static byte[] assemble(byte[] header, Safetensors file, long dataBytes) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(Long.BYTES + header.length + dataBytes)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        for (Tensor tensor : file.tensors().values()) {
            if (tensor.element() == Tensor.Element.F32) {
                bytes.put(tensor.data().duplicate());
            } else {
                float[] values = tensor.floats();
                bytes.asFloatBuffer().put(values);
                bytes.position(bytes.position() + values.length * Float.BYTES);
            }
        }
        return bytes.array();
    }
}
