package dev.seedbed.training;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads the arrays of an NPZ file, for reference vectors. */
public record Npz(Map<String, Array> arrays) {

    private static final Pattern HEADER = Pattern.compile("'descr': '([^']+)'.*'shape': \\(([^)]*)\\)");

    public record Array(String type, int[] shape, ByteBuffer data) {

        public float[] floats() {
            float[] values = new float[data.remaining() / Float.BYTES];
            data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            return values;
        }

        public byte[] bytes() {
            byte[] values = new byte[data.remaining()];
            data.duplicate().get(values);
            return values;
        }
    }

    public Array get(String name) {
        return arrays.get(name);
    }

    public static Npz read(Path file) {
        Map<String, Array> arrays = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                arrays.put(entry.getName().replace(".npy", ""), array(zip.readAllBytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Npz(arrays);
    }

    private static Array array(byte[] npy) {
        int length = (npy[8] & 0xFF) | (npy[9] & 0xFF) << 8;
        Matcher header = HEADER.matcher(new String(npy, 10, length, StandardCharsets.ISO_8859_1));
        if (!header.find()) {
            throw new IllegalArgumentException("not an array");
        }
        int[] shape = Arrays.stream(header.group(2).split(","))
                .map(String::strip)
                .filter(side -> !side.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        return new Array(header.group(1), shape, ByteBuffer.wrap(npy, 10 + length, npy.length - 10 - length).slice());
    }
}
