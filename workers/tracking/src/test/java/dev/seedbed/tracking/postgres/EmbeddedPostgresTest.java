package dev.seedbed.tracking.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.tracking.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    /** A cluster that was started once and stopped; initialising one for every test would take most of their time. */
    @TempDir
    static Path template;

    @TempDir
    Path folder;

    @BeforeAll
    static void initialise() {
        Path folder = template.resolve("postgres");
        EmbeddedPostgres.start(folder, TestPostgres.BINARIES, TestPostgres.freePort(), template.resolve("log")).stop();
    }

    @BeforeEach
    void copyTemplate() throws Exception {
        var copy = new ProcessBuilder("cp", "-a", template.resolve("postgres").toString(), folder.toString()).inheritIO().start();
        assertThat(copy.waitFor()).isZero();
    }

    private PostgresProcess start() {
        return EmbeddedPostgres.start(folder.resolve("postgres"), TestPostgres.BINARIES, TestPostgres.freePort(), folder.resolve("log"));
    }

    private static Connection connect(PostgresProcess server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }

    private static String ask(PostgresProcess server, String sql) throws SQLException {
        try (var connection = connect(server); var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(PostgresProcess server, String sql) throws SQLException {
        try (var connection = connect(server)) {
            connection.createStatement().execute(sql);
        }
    }

    @Test
    void writesDurablyInUtf8OnLoopbackOnly() throws Exception {
        try (var server = start()) {
            assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(server, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(ask(server, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(server, "SHOW data_checksums")).isEqualTo("on");
        }
    }

    @Test
    void keepsThePasswordToItsOwner() throws Exception {
        try (var server = start()) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "wrong"))
                    .hasMessageContaining("password authentication failed");
            Path file = folder.resolve("postgres/password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            assertThat(server.toString()).doesNotContain(server.password());
            assertThat(server.handle().info().commandLine().orElse("")).doesNotContain(server.password());
            assertThat(folder.resolve("log")).content().doesNotContain(server.password());
        }
    }

    @Test
    void losesNothingThatWasCommittedBeforeAKill() throws Exception {
        var first = start();
        execute(first, "CREATE TABLE kept (n int)");
        for (int i = 0; i < 50; i++) {
            execute(first, "INSERT INTO kept VALUES (" + i + ")");
        }
        first.handle().destroyForcibly();
        first.handle().onExit().join();
        try (var second = start()) {
            assertThat(ask(second, "SELECT count(*) FROM kept")).isEqualTo("50");
        }
    }

    @Test
    void startsOverALockThatNamesAnotherProgram() throws Exception {
        Path lock = folder.resolve("postgres/cluster/postmaster.pid");
        long ours = ProcessHandle.current().pid();
        Files.writeString(lock, ours + "\n" + folder.resolve("postgres/cluster") + "\n1\n5432\n\n127.0.0.1\n1 1\nready\n");
        try (var server = start()) {
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesASecondServerOnTheSameFolderAndFindsTheFirst() throws Exception {
        try (var server = start()) {
            var postgres = new EmbeddedPostgres(folder.resolve("postgres"), TestPostgres.BINARIES, TestPostgres.freePort());
            assertThat(postgres.running().map(ProcessHandle::pid)).contains(server.pid());
            Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("postgres"));
            assertThat(new EmbeddedPostgres(link, TestPostgres.BINARIES, 1).running().map(ProcessHandle::pid)).contains(server.pid());
            assertThatThrownBy(this::start).isInstanceOf(PostgresException.class).hasMessageContaining("process " + server.pid());
        }
    }

    @Test
    void beginsAnewAfterAnInitialisationThatWasKilled() throws Exception {
        Path unfinished = folder.resolve("postgres/cluster.unfinished");
        Files.move(folder.resolve("postgres/cluster"), unfinished);
        Files.delete(unfinished.resolve("PG_VERSION"));
        try (var server = start()) {
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void saysWhyItCouldNotStart() throws Exception {
        Files.delete(folder.resolve("postgres/cluster/global/pg_control"));
        assertThatThrownBy(this::start).isInstanceOf(PostgresException.class).hasMessageContaining("pg_control");
    }

    @Test
    void unpacksItsProgramsOnce() throws IOException {
        Path home = PostgresBinaries.unpack(TestPostgres.BINARIES);
        var before = Files.getLastModifiedTime(home.resolve("bin/postgres"));
        assertThat(PostgresBinaries.unpack(TestPostgres.BINARIES)).isEqualTo(home);
        assertThat(Files.getLastModifiedTime(home.resolve("bin/postgres"))).isEqualTo(before);
        try (Stream<Path> entries = Files.list(TestPostgres.BINARIES)) {
            assertThat(entries.filter(path -> path.getFileName().toString().startsWith("unpacking-"))).isEmpty();
        }
    }
}
