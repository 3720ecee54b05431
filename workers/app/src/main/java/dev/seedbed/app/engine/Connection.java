package dev.seedbed.app.engine;

import java.nio.file.Path;
import java.util.Map;

/**
 * How to reach a stack's parts.
 *
 * @param artifacts folder of the artifact store
 */
public record Connection(Environment.Database database, Environment.Temporal temporal, Path artifacts) {

    /** The environment's variables that say the same to a worker's process. */
    Map<String, String> variables() {
        return Map.of(
                "SEEDBED_JDBC_URL", database.jdbcUrl(),
                "SEEDBED_DB_USER", database.user(),
                "SEEDBED_DB_PASSWORD", database.password(),
                "TEMPORAL_ADDRESS", temporal.address(),
                "TEMPORAL_NAMESPACE", temporal.namespace(),
                "SEEDBED_ARTIFACTS", artifacts.toString());
    }

    @Override
    public String toString() {
        return "database at " + database.jdbcUrl() + ", Temporal at " + temporal.address();
    }
}
