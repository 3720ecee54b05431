package dev.seedbed.imaging.array;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes named arrays as an NPZ file, one after the other, uncompressed and without times: equal arrays in equal order give equal
 * bytes. Any number of arrays, each below two gigabytes.
 */
public final class NpzWriter implements Closeable {

    /** Not the first of January: the JDK takes that for a time before 1980 and adds a field that depends on the time zone. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final ZipOutputStream zip;
    private final Set<String> names = new HashSet<>();

    /** Writes to a stream, which is closed with this. */
    public NpzWriter(OutputStream out) {
        this.zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16));
        zip.setMethod(ZipOutputStream.STORED);
    }

    /** @throws IllegalArgumentException if the name is taken */
    public void write(String name, NdArray array) throws IOException {
        if (!names.add(name)) {
            throw new IllegalArgumentException("there is already an array " + name);
        }
        byte[] bytes = Npy.write(array);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setTimeLocal(NO_TIME);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    /** Writes the list of names and closes the stream. */
    @Override
    public void close() throws IOException {
        zip.close();
    }
}
