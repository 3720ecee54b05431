package dev.seedbed.training.weights;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Named tensors and what the file says about itself, in the safetensors format: a 64-bit length, a JSON header, the data.
 *
 * @param name of the file, for messages
 * @param tensors by name
 * @param metadata the header's {@code __metadata__}
 */
public record Safetensors(String name, SortedMap<String, Tensor> tensors, SortedMap<String, String> metadata) {

    public Safetensors {
        tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    /** {@link #read(String, Path)} under the file's own name. */
    public static Safetensors read(Path file) {
        return read(file.getFileName().toString(), file);
    }

    /**
     * Reads a file where it lies, without room on the heap: tensors come from the disk when they are asked for. It must not change
     * afterwards.
     *
     * @param name for messages
     * @throws WeightsException if the file cannot be read or is damaged
     */
    public static Safetensors read(String name, Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new WeightsException("weights " + file + " have " + channel.size() + " bytes; at most 2 GiB are read");
            }
            return new SafetensorsReader(name, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())).read();
        } catch (NoSuchFileException e) {
            throw new WeightsException("there are no weights " + file, e);
        } catch (IOException e) {
            throw new WeightsException("cannot read weights " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a file's bytes, which must not change afterwards.
     *
     * @param name for messages
     * @throws WeightsException if the bytes are no safetensors file: truncated, overlapping, with holes, of unknown types
     */
    public static Safetensors read(String name, byte[] bytes) {
        return new SafetensorsReader(name, ByteBuffer.wrap(bytes)).read();
    }

    /** The file's bytes: names in order, every tensor as 32-bit floats. Equal contents give equal bytes. */
    public byte[] write() {
        return SafetensorsWriter.write(this);
    }

    /** Writes what {@link #write()} returns, without room for it on the heap. */
    public void writeTo(OutputStream out) throws IOException {
        SafetensorsWriter.write(this, out);
    }

    /** @throws WeightsException if there is no such tensor */
    public Tensor tensor(String tensor) {
        Tensor found = tensors.get(tensor);
        if (found == null) {
            throw new WeightsException(name + " has no tensor '" + tensor + "'; it has " + listing());
        }
        return found;
    }

    /** The first few names, for messages. */
    public String listing() {
        int shown = 6;
        String names = String.join(", ", tensors.keySet().stream().limit(shown).toList());
        return tensors.size() <= shown ? names : names + ", … (" + tensors.size() + ")";
    }
}
