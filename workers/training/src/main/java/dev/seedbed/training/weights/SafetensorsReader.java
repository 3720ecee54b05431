package dev.seedbed.training.weights;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.seedbed.json.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a safetensors file and trusts nothing in it. */
final class SafetensorsReader {

    private static final int MAX_HEADER_BYTES = 100_000_000;
    private static final int ZIP = 0x04034b50;
    private static final byte PICKLE = (byte) 0x80;
    private static final String METADATA = "__metadata__";
    private static final ObjectReader HEADER = Json.mapper()
            .readerFor(JsonNode.class)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String name;
    private final ByteBuffer bytes;

    SafetensorsReader(String name, ByteBuffer bytes) {
        this.name = name;
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    Safetensors read() {
        require(bytes.limit() >= Long.BYTES, "it is " + bytes.limit() + " bytes long, too short for a header");
        long length = bytes.getLong(0);
        requireNoPickle(length);
        require(length >= 2 && length <= MAX_HEADER_BYTES, "its header claims " + Long.toUnsignedString(length) + " bytes");
        require(length <= bytes.limit() - Long.BYTES, "it ends inside its header of " + length + " bytes; it was cut short");
        JsonNode header = header((int) length);
        ByteBuffer data = bytes.slice(Long.BYTES + (int) length, bytes.limit() - Long.BYTES - (int) length);

        Map<String, String> metadata = new TreeMap<>();
        List<Entry> entries = new ArrayList<>();
        header.properties().forEach(property -> {
            if (property.getKey().equals(METADATA)) {
                readMetadata(property.getValue(), metadata);
            } else {
                entries.add(entry(property.getKey(), property.getValue()));
            }
        });
        requireSeamless(entries, data.limit());

        TreeMap<String, Tensor> tensors = new TreeMap<>();
        for (Entry entry : entries) {
            tensors.put(entry.name, entry.tensor(data));
        }
        return new Safetensors(name, tensors, new TreeMap<>(metadata));
    }

    /** PyTorch's own files begin as a ZIP archive or, the old ones, with a pickle's first opcode, which is a header's length in none. */
    private void requireNoPickle(long length) {
        boolean zip = (int) length == ZIP;
        boolean bare = (byte) length == PICKLE && (length < 0 || length > MAX_HEADER_BYTES);
        if (zip || bare) {
            throw new WeightsException(name + " is a PyTorch file, a pickle: reading one may run what it holds, so none is read here; convert"
                    + " it once: python -c \"import torch, safetensors.torch as s; s.save_file({k: v.clone() for k, v in torch.load('"
                    + name + "', map_location='cpu', weights_only=True).items()}, '" + name.replaceFirst("\\.[^.]*$", "")
                    + ".safetensors')\"");
        }
    }

    private JsonNode header(int length) {
        try {
            JsonNode header = HEADER.readTree(StandardCharsets.UTF_8.decode(bytes.slice(Long.BYTES, length)).toString());
            require(header.isObject(), "its header is no JSON object");
            return header;
        } catch (JsonProcessingException e) {
            throw damaged("its header is no valid JSON: " + e.getOriginalMessage());
        }
    }

    private void readMetadata(JsonNode node, Map<String, String> metadata) {
        require(node.isObject(), METADATA + " is no object");
        node.properties().forEach(pair -> {
            require(pair.getValue().isTextual(), METADATA + " '" + pair.getKey() + "' is no text");
            metadata.put(pair.getKey(), pair.getValue().asText());
        });
    }

    private Entry entry(String tensor, JsonNode node) {
        JsonNode offsets = node.path("data_offsets");
        require(node.path("dtype").isTextual() && node.path("shape").isArray() && offsets.isArray() && offsets.size() == 2,
                "tensor '" + tensor + "' must have dtype, shape and two data_offsets");
        Tensor.Element element = element(tensor, node.path("dtype").asText());
        long[] shape = new long[node.path("shape").size()];
        long size = element.bytes;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = count(tensor, node.path("shape").get(i));
            size = Math.multiplyHigh(size, shape[i]) == 0 ? size * shape[i] : -1;
            require(size >= 0, "tensor '" + tensor + "' has an impossible shape");
        }
        long begin = count(tensor, offsets.get(0));
        long end = count(tensor, offsets.get(1));
        require(end - begin == size, "tensor '" + tensor + "' of shape " + new Shape(shape) + " and type " + element + " takes " + size
                + " bytes, but its data_offsets are [" + begin + ", " + end + "]");
        return new Entry(tensor, element, new Shape(shape), begin, end);
    }

    private Tensor.Element element(String tensor, String type) {
        try {
            return Tensor.Element.valueOf(type);
        } catch (IllegalArgumentException e) {
            throw damaged("tensor '" + tensor + "' has the type '" + type + "', which is not known here");
        }
    }

    private long count(String tensor, JsonNode node) {
        require(node.isIntegralNumber() && node.canConvertToLong() && node.asLong() >= 0,
                "tensor '" + tensor + "' has '" + node + "' where a count should be");
        return node.asLong();
    }

    private void requireSeamless(List<Entry> entries, int dataBytes) {
        long next = 0;
        List<Entry> byPosition = entries.stream().sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end)).toList();
        for (Entry entry : byPosition) {
            require(entry.begin >= next, "tensor '" + entry.name + "' overlaps the one before it");
            require(entry.begin == next, "there are unused bytes before tensor '" + entry.name + "'");
            require(entry.end <= dataBytes, "tensor '" + entry.name + "' ends at byte " + entry.end + " of " + dataBytes
                    + "; the file was cut short");
            next = entry.end;
        }
        require(next == dataBytes, "there are " + (dataBytes - next) + " bytes after the last tensor");
    }

    private void require(boolean sound, String problem) {
        if (!sound) {
            throw damaged(problem);
        }
    }

    private WeightsException damaged(String problem) {
        return new WeightsException(name + " is no valid safetensors file: " + problem);
    }

    private record Entry(String name, Tensor.Element element, Shape shape, long begin, long end) {

        Tensor tensor(ByteBuffer data) {
            return new Tensor(element, shape, data.slice((int) begin, (int) (end - begin)));
        }
    }
}
