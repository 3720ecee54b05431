package dev.seedbed.imaging.array;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Named arrays in an NPZ file (a zip of NPY files, stored or deflated, zip64 too), each read when it is asked for. Arrays of two
 * gigabytes or more and pickled objects are refused. May be used by several threads at once.
 */
public final class NpzReader implements Closeable {

    private static final String SUFFIX = ".npy";

    private final Path file;
    private final ZipFile zip;

    private NpzReader(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    /**
     * Opens a file and reads its list of names.
     *
     * @throws ArrayFormatException if it is no whole zip file
     */
    public static NpzReader open(Path file) throws IOException {
        try {
            return new NpzReader(file, new ZipFile(file.toFile()));
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file of arrays");
        } catch (ZipException e) {
            throw new ArrayFormatException(file + " is not a whole NPZ file: " + e.getMessage(), e);
        }
    }

    /** The arrays' names, in the order of the file. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (!entry.isDirectory()) {
                names.add(withoutSuffix(entry.getName()));
            }
        }
        return names;
    }

    /** Whether there is an array of that name. */
    public boolean has(String name) {
        return zip.getEntry(name + SUFFIX) != null;
    }

    /**
     * One array.
     *
     * @throws ArrayFormatException if there is none of that name, or its bytes are not those that were written
     */
    public NdArray read(String name) throws IOException {
        return read(name, Integer.MAX_VALUE - 8);
    }

    /**
     * One array of a file that nobody vouches for.
     *
     * @param maximumBytes what it may have once it is inflated, its header included; nothing is allocated for a larger one
     * @throws ArrayFormatException if there is none of that name, it is larger, or its bytes are not those that were written
     */
    public NdArray read(String name, long maximumBytes) throws IOException {
        ZipEntry entry = zip.getEntry(name + SUFFIX);
        if (entry == null) {
            throw new ArrayFormatException(file + " has no array " + name);
        }
        try {
            return Npy.read(content(entry, maximumBytes));
        } catch (ArrayFormatException | ZipException | EOFException e) {
            throw new ArrayFormatException("array " + name + " of " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private byte[] content(ZipEntry entry, long maximumBytes) throws IOException {
        if (entry.getSize() < 0 || entry.getSize() > Math.min(maximumBytes, Integer.MAX_VALUE - 8)) {
            throw new ArrayFormatException("it has " + Long.toUnsignedString(entry.getSize()) + " bytes, too many");
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes((int) entry.getSize());
        }
        CRC32 sum = new CRC32();
        sum.update(bytes);
        if (bytes.length != entry.getSize() || sum.getValue() != entry.getCrc()) {
            throw new ArrayFormatException("its checksum is wrong, so the file is corrupt");
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static String withoutSuffix(String entry) {
        return entry.endsWith(SUFFIX) ? entry.substring(0, entry.length() - SUFFIX.length()) : entry;
    }
}
