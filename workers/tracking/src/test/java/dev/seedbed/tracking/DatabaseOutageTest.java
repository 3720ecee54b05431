package dev.seedbed.tracking;

import static dev.seedbed.tracking.stage.StageFixture.acquire;
import static dev.seedbed.tracking.stage.StageFixture.artifact;
import static dev.seedbed.tracking.stage.StageFixture.commit;
import static dev.seedbed.tracking.stage.StageFixture.freshKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.tracking.metric.MetricPoint;
import dev.seedbed.tracking.metric.MetricStore;
import dev.seedbed.tracking.metric.MetricWriter;
import dev.seedbed.tracking.postgres.EmbeddedPostgres;
import dev.seedbed.tracking.postgres.PostgresProcess;
import dev.seedbed.tracking.stage.Lease;
import dev.seedbed.tracking.stage.StageStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseOutageTest {

    private static final int KILLS = 3;
    private static final int WRITERS = 4;

    @TempDir
    Path folder;

    private final int port = TestPostgres.freePort();

    private PostgresProcess start() {
        return EmbeddedPostgres.start(folder.resolve("postgres"), TestPostgres.BINARIES, port, folder.resolve("log"));
    }

    /** A worker's life: claim, train with metrics and checkpoints, commit, and on to the next stage. */
    private static List<Lease> work(Database database, StageStore stages, AtomicBoolean stop) {
        List<Lease> done = new ArrayList<>();
        while (!stop.get()) {
            Lease lease = acquire(database, stages, freshKey());
            try (var metrics = MetricWriter.open(database, lease, -1)) {
                for (long step = 0; step < 40; step++) {
                    metrics.record(step, Map.of("loss", step / 7.0, "accuracy", step / 9.0));
                    if (step % 10 == 9) {
                        metrics.flush();
                        stages.saveCheckpoint(lease, step, artifact(lease.key() + " " + step));
                    }
                }
            }
            stages.commit(lease, commit(done.size()));
            done.add(lease);
        }
        return done;
    }

    @Test
    void nothingIsLostOrDoubledWhenPostgresIsKilledInTheMiddleOfCommitsAndMetrics() throws Exception {
        PostgresProcess server = start();
        var stop = new AtomicBoolean();
        try (var database = Database.open(server.jdbcUrl(), server.user(), server.password());
                var stages = new StageStore(database);
                var threads = Executors.newFixedThreadPool(WRITERS)) {
            database.migrate();
            List<Future<List<Lease>>> workers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                workers.add(threads.submit(() -> work(database, stages, stop)));
            }
            for (int kill = 0; kill < KILLS; kill++) {
                Thread.sleep(400 + 170 * kill);
                server.handle().destroyForcibly();
                server.handle().onExit().join();
                server = start();
            }
            stop.set(true);
            List<Lease> committed = new ArrayList<>();
            for (Future<List<Lease>> worker : workers) {
                committed.addAll(worker.get());
            }
            assertThat(committed).hasSizeGreaterThanOrEqualTo(WRITERS).allMatch(lease -> lease.epoch() == 1);
            for (Lease lease : committed) {
                assertThat(stages.find(lease.key())).isPresent();
                assertThat(steps(database, lease, "loss")).containsExactlyElementsOf(LongStream.range(0, 40).boxed().toList());
                assertThat(steps(database, lease, "accuracy")).containsExactlyElementsOf(LongStream.range(0, 40).boxed().toList());
                assertThat(steps(database, lease, "finalLoss")).containsExactly(0L);
            }
            assertThat(computations(database)).containsOnly(1).hasSize(committed.size());
        } finally {
            stop.set(true);
            server.stop();
        }
    }

    private static List<Long> steps(Database database, Lease lease, String name) {
        return new MetricStore(database).list(lease.stageId()).stream()
                .filter(point -> point.name().equals(name))
                .map(MetricPoint::step)
                .toList();
    }

    private static List<Integer> computations(Database database) {
        return database.with(handle -> handle.createQuery("SELECT computations FROM stage").mapTo(Integer.class).list());
    }

    @Test
    void aWrongPasswordIsNotWaitedFor() {
        try (var database = TestPostgres.databaseWithPassword("wrong")) {
            assertThatThrownBy(() -> database.with(handle -> handle.execute("SELECT 1")))
                    .hasStackTraceContaining("password authentication");
        }
    }

    @Test
    void thePasswordIsInNoText() {
        try (var database = Database.open("jdbc:postgresql://127.0.0.1:1/x?password=secret", "user", "hidden")) {
            assertThat(database.toString()).doesNotContain("hidden").doesNotContain("secret").contains("127.0.0.1");
        }
    }
}
