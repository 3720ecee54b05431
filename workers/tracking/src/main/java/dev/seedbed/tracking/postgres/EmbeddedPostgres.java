package dev.seedbed.tracking.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Postgres of one's own in a folder: durable (fsync and synchronous commit on), on 127.0.0.1 only, with a random password that lies
 * beside the data, readable by its owner alone. {@link #start} does everything; a supervisor calls {@link #initialise}, starts
 * {@link #command} with {@link #environment} itself and then waits by {@link #awaitReady}.
 *
 * <p>Postgres refuses to run as root. As root it runs in a user namespace without any mapping ({@code unshare -U}): there it is
 * "nobody", and the files are still root's.
 */
public final class EmbeddedPostgres {

    private static final String USER = "seedbed";
    private static final String DATABASE = "seedbed";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final Path binariesFolder;
    private final int port;
    private Path programs;

    /**
     * @param folder where the data ({@code cluster}) and the {@code password} lie, or will; created if it is not there
     * @param binariesFolder where programs are unpacked; may be shared by many
     * @param port a free port
     */
    public EmbeddedPostgres(Path folder, Path binariesFolder, int port) {
        this.folder = real(folder);
        this.binariesFolder = binariesFolder.toAbsolutePath().normalize();
        this.port = port;
    }

    /** One spelling, links resolved: by it a running server is recognised. */
    private static Path real(Path folder) {
        try {
            return Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw new PostgresException("cannot create " + folder + " for Postgres: " + e.getMessage(), e);
        }
    }

    /** Initialises where needed, starts, and waits until the database {@code seedbed} accepts connections. */
    public static PostgresProcess start(Path folder, Path binariesFolder, int port, Path logFile) {
        var postgres = new EmbeddedPostgres(folder, binariesFolder, port);
        postgres.initialise();
        return PostgresProcess.launch(postgres, logFile);
    }

    /**
     * Makes everything ready for a start: unpacked programs, password, an initialised cluster, no lock that names a process which is
     * not this Postgres. What a killed initialisation left is thrown away.
     *
     * @throws PostgresException if a Postgres already runs on this folder ({@link #running} tells), or something fails
     */
    public void initialise() {
        running().ifPresent(process -> {
            throw new PostgresException("a Postgres already runs on " + cluster() + " as process " + process.pid()
                    + "; use it, stop it, or choose another folder");
        });
        try {
            ensurePassword();
            if (!Files.isDirectory(cluster())) {
                createCluster();
            }
            Files.deleteIfExists(PostmasterFile.of(cluster()));
        } catch (IOException e) {
            throw new PostgresException("cannot prepare Postgres in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The command line of the server; {@link #initialise} must have been called. */
    public List<String> command() {
        var command = new ArrayList<>(asOrdinaryUser());
        command.addAll(List.of(program("postgres"), "-D", cluster().toString()));
        settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    /** What to set in the server's environment. */
    public Map<String, String> environment() {
        return Map.of("LC_ALL", "C", "TZ", "UTC");
    }

    private Map<String, String> settings() {
        return new TreeMap<>(Map.ofEntries(
                Map.entry("port", Integer.toString(port)),
                Map.entry("listen_addresses", "127.0.0.1"),
                Map.entry("unix_socket_directories", ""),
                Map.entry("fsync", "on"),
                Map.entry("synchronous_commit", "on"),
                Map.entry("full_page_writes", "on"),
                Map.entry("shared_buffers", "128MB"),
                Map.entry("max_connections", "100"),
                Map.entry("max_wal_size", "2GB"),
                Map.entry("password_encryption", "scram-sha-256"),
                Map.entry("log_startup_progress_interval", "5s"),
                Map.entry("log_checkpoints", "off"),
                Map.entry("timezone", "UTC"),
                Map.entry("log_timezone", "UTC")));
    }

    /**
     * Waits until the server accepts connections, however long recovery takes as long as its log moves, and sees to it that the
     * database is there.
     *
     * @param process the server as started with {@link #command}
     * @param logFile where its standard error goes
     * @throws PostgresException if it ends, or nothing moves for two minutes
     */
    public void awaitReady(ProcessHandle process, Path logFile) {
        new Readiness(process, cluster(), logFile, PATIENCE).await();
        Readiness.ensureDatabase("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password(), DATABASE);
    }

    /** The Postgres that runs on this folder now, whoever started it. */
    public Optional<ProcessHandle> running() {
        return PostmasterFile.read(cluster()).flatMap(file -> file.process(cluster()));
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    public String user() {
        return USER;
    }

    /** The password; keep it out of logs, command lines and messages. */
    public String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new PostgresException("cannot read the password of " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The folder that Postgres knows as its data directory. */
    public Path cluster() {
        return folder.resolve("cluster");
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    private void ensurePassword() throws IOException {
        if (Files.exists(passwordFile())) {
            return;
        }
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path unfinished = Files.createTempFile(folder, "password", null, ownerOnly);
        Files.writeString(unfinished, HexFormat.of().formatHex(secret), StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(unfinished, passwordFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void createCluster() throws IOException {
        Path unfinished = folder.resolve("cluster.unfinished");
        Folders.delete(unfinished);
        var command = new ArrayList<>(asOrdinaryUser());
        command.addAll(List.of(program("initdb"), "-D", unfinished.toString(), "-U", USER, "-E", "UTF8", "--locale=C",
                "-A", "scram-sha-256", "--pwfile=" + passwordFile(), "--no-instructions"));
        run(command);
        Files.move(unfinished, cluster(), StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(folder);
    }

    private void run(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new PostgresException(String.join(" ", command) + " failed: " + output.strip());
        }
    }

    private synchronized String program(String name) {
        if (programs == null) {
            programs = PostgresBinaries.unpack(binariesFolder).resolve("bin");
        }
        return programs.resolve(name).toString();
    }

    private static List<String> asOrdinaryUser() {
        return new UnixSystem().getUid() == 0 ? List.of("unshare", "-U") : List.of();
    }
}
