package dev.seedbed.tracking;

import dev.seedbed.tracking.postgres.EmbeddedPostgres;
import dev.seedbed.tracking.postgres.PostgresProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

/** The real Postgres, one for all tests of this JVM, ended with it by its own handle. */
public final class TestPostgres {

    /** Unpacked programs outlive a test run. */
    public static final Path BINARIES = Path.of("target", "postgres-binaries");

    private static final class Shared {

        static final PostgresProcess SERVER = start();

        private static PostgresProcess start() {
            try {
                Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "postgres")), "test-");
                PostgresProcess server = EmbeddedPostgres.start(folder, BINARIES, freePort(), folder.resolve("log"));
                Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private TestPostgres() {}

    /** A migrated database that nobody else uses; the caller closes it. */
    public static Database freshDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        PostgresProcess server = Shared.SERVER;
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Database database = Database.open(server.jdbcUrl().replace("/seedbed", "/" + name), server.user(), server.password());
        database.migrate();
        return database;
    }

    /** The server's own database under another password. */
    static Database databaseWithPassword(String password) {
        return Database.open(Shared.SERVER.jdbcUrl(), Shared.SERVER.user(), password);
    }

    /** A port that was free a moment ago. */
    public static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
