package dev.seedbed.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.seedbed.json.Json;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/** The Postgres that holds the facts, behind a small pool of connections. Everything here outlasts a restart of the server. */
public final class Database implements AutoCloseable {

    /** How long an outage of the database is sat out before a caller sees it. */
    public static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final int CONNECTIONS = 8;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    private final String jdbcUrl;
    private final Properties credentials;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Outages outages;

    private Database(String jdbcUrl, Properties credentials, Duration patience) {
        this.jdbcUrl = jdbcUrl;
        this.credentials = credentials;
        this.outages = new Outages(patience);
        this.pool = new HikariDataSource(pool(jdbcUrl, credentials));
        this.jdbi = Jdbi.create(pool);
        jdbi.registerColumnMapper(JsonNode.class, (rows, column, context) -> {
            String json = rows.getString(column);
            return json == null ? null : Json.read(json, JsonNode.class);
        });
    }

    /** Opens the database; nothing is sent to it yet, so it may still be starting. */
    public static Database open(String jdbcUrl, String user, String password) {
        return open(jdbcUrl, user, password, PATIENCE);
    }

    /** {@link #open(String, String, String)} with another patience with outages. */
    public static Database open(String jdbcUrl, String user, String password, Duration patience) {
        var credentials = new Properties();
        credentials.setProperty("user", user);
        credentials.setProperty("password", password);
        return new Database(jdbcUrl, credentials, patience);
    }

    private static HikariConfig pool(String jdbcUrl, Properties credentials) {
        var config = new HikariConfig();
        config.setPoolName("seedbed");
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(credentials.getProperty("user"));
        config.setPassword(credentials.getProperty("password"));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_WITHIN.toMillis());
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", "seedbed");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", Long.toString(CONNECT_WITHIN.toSeconds()));
        return config;
    }

    /** Brings the schema up to this program's version. */
    public void migrate() {
        outages.outlast(() -> Flyway.configure()
                .dataSource(jdbcUrl, credentials.getProperty("user"), credentials.getProperty("password"))
                .locations("classpath:seedbed/migrations")
                .load()
                .migrate());
    }

    /** Runs statements that each commit by themselves, all again if the connection breaks. */
    public <T> T with(HandleCallback<T, RuntimeException> work) {
        return outages.outlast(() -> jdbi.withHandle(work));
    }

    /**
     * Runs the work in one transaction, all of it again if the connection breaks; whether the broken one was committed is then unknown,
     * so the work must be harmless when repeated.
     */
    public <T> T inTransaction(HandleCallback<T, RuntimeException> work) {
        return outages.outlast(() -> jdbi.inTransaction(work));
    }

    /** A connection outside the pool, for listening; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, credentials);
    }

    @Override
    public void close() {
        pool.close();
    }

    @Override
    public String toString() {
        return "database at " + jdbcUrl.replaceFirst("\\?.*", "");
    }
}
