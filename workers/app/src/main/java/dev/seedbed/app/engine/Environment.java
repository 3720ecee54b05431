package dev.seedbed.app.engine;

import dev.seedbed.app.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment's variables say about servers to use instead of embedded ones.
 *
 * <ul>
 *   <li>{@code SEEDBED_STATE}: the state folder, else {@code ~/.seedbed}
 *   <li>{@code SEEDBED_JDBC_URL}, {@code SEEDBED_DB_USER}, {@code SEEDBED_DB_PASSWORD}: a team's Postgres
 *   <li>{@code TEMPORAL_ADDRESS}, {@code TEMPORAL_NAMESPACE}: a team's Temporal
 *   <li>{@code SEEDBED_ARTIFACTS}: the folder of the artifact store, else the state folder's
 *   <li>{@code SEEDBED_TEMPORAL=in-process}: do without a Temporal server; histories are then lost at exit
 *   <li>{@code SEEDBED_WORKER_HEAP}: the most heap a worker may take, as Java's {@code -Xmx} wants it, else {@code 1g}
 *   <li>{@code SEEDBED_TEAM}: the team of campaigns whose files name none, else {@code default}
 * </ul>
 */
public record Environment(Map<String, String> variables) {

    public Environment {
        variables = Map.copyOf(variables);
    }

    /** This process's environment. */
    public static Environment current() {
        return new Environment(System.getenv());
    }

    /** Where a database is and how to enter. */
    public record Database(String jdbcUrl, String user, String password) {

        /** Without the password, which must not get into logs. */
        @Override
        public String toString() {
            return jdbcUrl + " as " + user;
        }
    }

    /** Where a Temporal server is. */
    public record Temporal(String address, String namespace) {}

    public Path stateFolder() {
        return get("SEEDBED_STATE").map(Path::of).orElseGet(() -> Path.of(System.getProperty("user.home"), ".seedbed"));
    }

    /** The database that the environment names. */
    public Optional<Database> database() {
        return get("SEEDBED_JDBC_URL").map(url -> {
            if (!url.startsWith("jdbc:postgresql:")) {
                throw new UserError("SEEDBED_JDBC_URL is " + url + "; it must begin with jdbc:postgresql:");
            }
            return new Database(url, get("SEEDBED_DB_USER").orElse(""), get("SEEDBED_DB_PASSWORD").orElse(""));
        });
    }

    /** The Temporal server that the environment names. */
    public Optional<Temporal> temporal() {
        return get("TEMPORAL_ADDRESS").map(address -> {
            if (!address.matches("[^:/\\s]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}")) {
                throw new UserError("TEMPORAL_ADDRESS is " + address + "; it must have the form host:port");
            }
            return new Temporal(address, get("TEMPORAL_NAMESPACE").orElse("default"));
        });
    }

    public Optional<Path> artifacts() {
        return get("SEEDBED_ARTIFACTS").map(Path::of).map(Path::toAbsolutePath);
    }

    /** The team of campaigns whose files name none. */
    public String team() {
        return get("SEEDBED_TEAM").orElse("default");
    }

    boolean temporalInProcess() {
        return switch (get("SEEDBED_TEMPORAL").orElse("")) {
            case "" -> false;
            case "in-process" -> true;
            default -> throw new UserError("SEEDBED_TEMPORAL is " + variables.get("SEEDBED_TEMPORAL") + "; only in-process is known");
        };
    }

    String workerHeap() {
        String heap = get("SEEDBED_WORKER_HEAP").orElse("1g");
        if (!heap.matches("\\d+[kKmMgG]")) {
            throw new UserError("SEEDBED_WORKER_HEAP is " + heap + "; give a size such as 768m or 2g");
        }
        return heap;
    }

    /** The folders of {@code PATH}. */
    List<Path> path() {
        return get("PATH").stream().flatMap(p -> List.of(p.split(java.io.File.pathSeparator)).stream()).filter(p -> !p.isEmpty())
                .map(Path::of).toList();
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
