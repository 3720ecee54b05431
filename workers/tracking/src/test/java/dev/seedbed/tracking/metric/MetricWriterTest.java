package dev.seedbed.tracking.metric;

import static dev.seedbed.tracking.stage.StageFixture.acquire;
import static dev.seedbed.tracking.stage.StageFixture.commit;
import static dev.seedbed.tracking.stage.StageFixture.freshKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.TestPostgres;
import dev.seedbed.tracking.stage.FencedException;
import dev.seedbed.tracking.stage.Lease;
import dev.seedbed.tracking.stage.StageStore;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MetricWriterTest {

    private static Database database;
    private static StageStore stages;
    private static MetricStore metrics;

    @BeforeAll
    static void open() {
        database = TestPostgres.freshDatabase();
        stages = new StageStore(database);
        metrics = new MetricStore(database);
    }

    @AfterAll
    static void close() {
        stages.close();
        database.close();
    }

    private static void train(MetricWriter writer, long from, long to, double attempt) {
        for (long step = from; step < to; step++) {
            writer.record(step, Map.of("loss", attempt + step / 1e3, "rate", 1.0 / (step + 1)));
        }
    }

    @Test
    void flushReturnsWhenAllIsThereToTheBit() {
        Lease lease = acquire(database, stages, freshKey());
        List<Double> values = List.of(0.1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY, 1 / 3.0);
        try (var writer = MetricWriter.open(database, lease, -1)) {
            for (int step = 0; step < values.size(); step++) {
                writer.record("value", step, values.get(step));
            }
            writer.flush();
            assertThat(metrics.list(lease.stageId())).extracting(MetricPoint::value).containsExactlyElementsOf(values);
            assertThat(writer.depth()).isZero();
        }
    }

    @Test
    void rowsAreStepsTimesNamesHoweverOftenTheAttemptWasKilledAndResumed() {
        for (long seed = 0; seed < 5; seed++) {
            var random = new Random(seed);
            StageKey key = freshKey();
            long steps = 300;
            long checkpoint = -1;
            long stageId = 0;
            int attempt = 0;
            while (checkpoint < steps - 1) {
                Lease lease = acquire(database, stages, key);
                stageId = lease.stageId();
                attempt++;
                var writer = MetricWriter.open(database, lease, checkpoint);
                long next = Math.min(steps, checkpoint + 2 + random.nextInt(80));
                train(writer, checkpoint + 1, next, attempt);
                writer.flush();
                checkpoint = next - 1;
                train(writer, next, Math.min(steps, next + random.nextInt(60)), attempt);
                if (random.nextBoolean()) {
                    writer.flush();
                }
                writer.abandon();
                stages.release(lease);
            }
            assertThat(metrics.list(stageId)).hasSize((int) (2 * steps));
            assertThat(metrics.list(stageId)).extracting(MetricPoint::step).containsOnly(LongStream.range(0, steps)
                    .boxed().toArray(Long[]::new));
            assertThat(metrics.latest(stageId)).extracting(MetricPoint::name, MetricPoint::step)
                    .containsExactly(tuple("loss", steps - 1), tuple("rate", steps - 1));
        }
    }

    @Test
    void whatADeadAttemptWroteBeyondTheCheckpointIsReplaced() {
        StageKey key = freshKey();
        Lease first = acquire(database, stages, key);
        try (var writer = MetricWriter.open(database, first, -1)) {
            train(writer, 0, 20, 100);
        }
        stages.release(first);
        Lease second = acquire(database, stages, key);
        try (var writer = MetricWriter.open(database, second, 9)) {
            assertThat(metrics.list(second.stageId())).hasSize(20);
            train(writer, 10, 15, 200);
        }
        assertThat(metrics.list(second.stageId()).stream()
                        .filter(point -> point.name().equals("loss"))
                        .map(point -> (int) point.value() / 100))
                .containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2);
    }

    @Test
    void aZombiesMetricsChangeNothingAndItIsTold() {
        StageKey key = freshKey();
        Lease zombie = acquire(database, stages, key);
        var writer = MetricWriter.open(database, zombie, -1);
        train(writer, 0, 5, 100);
        writer.flush();
        stages.release(zombie);
        Lease living = acquire(database, stages, key);
        try (var next = MetricWriter.open(database, living, -1)) {
            train(next, 0, 5, 200);
        }
        train(writer, 0, 10, 100);
        assertThatThrownBy(writer::flush).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> writer.record("loss", 11, 1)).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> MetricWriter.open(database, zombie, -1)).isInstanceOf(FencedException.class);
        assertThat(metrics.list(living.stageId())).hasSize(10).allMatch(point -> point.name().equals("rate") || point.value() >= 200);
    }

    @Test
    void aFullBufferHoldsTheTrainerUpAndDropsNothing() {
        Lease lease = acquire(database, stages, freshKey());
        int points = 3 * MetricWriter.CAPACITY;
        try (var writer = MetricWriter.open(database, lease, -1)) {
            for (int step = 0; step < points; step++) {
                writer.record("loss", step, step);
                assertThat(writer.depth()).isLessThanOrEqualTo(MetricWriter.CAPACITY);
            }
        }
        assertThat(metrics.list(lease.stageId())).hasSize(points);
    }

    @Test
    void theLastValueOfANameAndStepCounts() {
        Lease lease = acquire(database, stages, freshKey());
        try (var writer = MetricWriter.open(database, lease, -1)) {
            writer.record("loss", 1, 1);
            writer.record("loss", 1, 2);
            writer.flush();
            writer.record("loss", 1, 3);
            writer.record("loss", 1, 4);
        }
        assertThat(metrics.list(lease.stageId())).containsExactly(new MetricPoint("loss", 1, 4));
    }

    @Test
    void aCommitsFiguresAreThereWithIt() {
        Lease lease = acquire(database, stages, freshKey());
        stages.commit(lease, commit(5));
        assertThat(metrics.list(lease.stageId())).containsExactly(new MetricPoint("finalLoss", 0, 5));
    }
}
