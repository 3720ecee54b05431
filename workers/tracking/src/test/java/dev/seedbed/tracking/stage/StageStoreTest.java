package dev.seedbed.tracking.stage;

import static dev.seedbed.tracking.stage.StageFixture.LONG;
import static dev.seedbed.tracking.stage.StageFixture.PULSE;
import static dev.seedbed.tracking.stage.StageFixture.acquire;
import static dev.seedbed.tracking.stage.StageFixture.artifact;
import static dev.seedbed.tracking.stage.StageFixture.claim;
import static dev.seedbed.tracking.stage.StageFixture.commit;
import static dev.seedbed.tracking.stage.StageFixture.freshKey;
import static dev.seedbed.tracking.stage.StageFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StageStoreTest {

    private static final Duration GONE = Duration.ofNanos(1_000);

    private static Database database;
    private static StageStore stages;

    @BeforeAll
    static void open() {
        database = TestPostgres.freshDatabase();
        stages = new StageStore(database);
    }

    @AfterAll
    static void close() {
        stages.close();
        database.close();
    }

    private static Map<String, Object> row(StageKey key) {
        return database.with(handle -> handle.createQuery("SELECT * FROM stage WHERE key = :key ORDER BY generation DESC LIMIT 1")
                .bind("key", key.hex())
                .mapToMap()
                .one());
    }

    @Test
    void oneOfManyWhoAskAtOnceAcquiresAndTheOthersAreToldByWhomItIsHeld() throws Exception {
        for (int round = 0; round < 10; round++) {
            StageKey key = freshKey();
            var start = new CountDownLatch(1);
            List<Future<Claim>> claims = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 24; i++) {
                    String worker = "worker-" + i;
                    claims.add(threads.submit(() -> {
                        start.await();
                        return claim(database, stages, key, worker, LONG);
                    }));
                }
                start.countDown();
            }
            List<Claim> answers = claims.stream().map(Future::resultNow).toList();
            List<Lease> leases = answers.stream()
                    .flatMap(answer -> answer instanceof Claim.Acquired acquired ? java.util.stream.Stream.of(acquired.lease()) : null)
                    .toList();
            assertThat(leases).hasSize(1);
            assertThat(answers.stream().filter(Claim.Held.class::isInstance).map(answer -> ((Claim.Held) answer).by()))
                    .hasSize(23)
                    .containsOnly(leases.getFirst().worker());
        }
    }

    @Test
    void aCommittedStageIsFoundByWhoeverAsks() {
        StageKey key = freshKey();
        Lease lease = acquire(database, stages, key);
        stages.commit(lease, commit(7));
        assertThat(claim(database, stages, key, "another", LONG)).isEqualTo(new Claim.Committed(lease.stageId(), json(7)));
        assertThat(row(key)).containsEntry("computations", 1).containsEntry("attempts", 1).containsEntry("numerics", "cpu-2");
    }

    @Test
    void anExpiredLeaseIsTakenOverUnderTheNextEpoch() {
        StageKey key = freshKey();
        claim(database, stages, key, "dead", GONE);
        Lease second = acquire(database, stages, key);
        assertThat(second.epoch()).isEqualTo(2);
        assertThat(row(key)).containsEntry("attempts", 2);
    }

    @Test
    void anExpiredLeaseThatNobodyTookIsStillRenewedAndCommitted() {
        StageKey key = freshKey();
        Lease lease = ((Claim.Acquired) claim(database, stages, key, "slow", GONE)).lease();
        stages.renew(lease, PULSE);
        stages.commit(lease, commit(1));
        assertThat(row(key)).containsEntry("state", "COMMITTED");
    }

    @Test
    void aZombiesWritesChangeNothingAndSaySo() {
        StageKey key = freshKey();
        Lease zombie = ((Claim.Acquired) claim(database, stages, key, "zombie", GONE)).lease();
        Lease living = acquire(database, stages, key);
        var before = row(key);
        assertThatThrownBy(() -> stages.commit(zombie, commit(666))).isInstanceOf(FencedException.class)
                .hasMessageContaining("held by worker worker");
        assertThatThrownBy(() -> stages.saveCheckpoint(zombie, 5, artifact("zombie"))).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> stages.renew(zombie, PULSE)).isInstanceOf(FencedException.class);
        stages.release(zombie);
        stages.fail(zombie, "too late");
        assertThat(row(key)).isEqualTo(before);
        assertThat(stages.latestCheckpoint(zombie.stageId())).isEmpty();
        stages.commit(living, commit(1));
        assertThatThrownBy(() -> stages.commit(zombie, commit(666))).isInstanceOf(FencedException.class);
        assertThat(claim(database, stages, key, "another", LONG)).isEqualTo(new Claim.Committed(living.stageId(), json(1)));
    }

    @Test
    void committingAgainUnderTheSameLeaseIsHarmless() {
        StageKey key = freshKey();
        Lease lease = acquire(database, stages, key);
        stages.commit(lease, commit(3));
        var before = row(key);
        stages.commit(lease, commit(3));
        assertThat(row(key)).isEqualTo(before);
    }

    @Test
    void aReleasedStageIsFreeAndGoesOnFromItsCheckpoint() {
        StageKey key = freshKey();
        Lease first = acquire(database, stages, key);
        for (int step = 10; step <= 40; step += 10) {
            stages.saveCheckpoint(first, step, artifact("step" + step));
        }
        stages.release(first);
        Lease second = acquire(database, stages, key);
        assertThat(second.epoch()).isEqualTo(2);
        assertThat(stages.checkpoints(second.stageId())).extracting(Checkpoint::step).containsExactly(40L, 30L);
        assertThat(stages.latestCheckpoint(second.stageId()).orElseThrow().artifact()).isEqualTo(artifact("step40"));
        assertThatThrownBy(() -> stages.saveCheckpoint(first, 50, artifact("late"))).isInstanceOf(FencedException.class);
        stages.commit(second, commit(1));
        assertThat(stages.checkpoints(second.stageId())).isEmpty();
    }

    @Test
    void aFailedStageKeepsItsErrorAndMayBeClaimedAgain() {
        StageKey key = freshKey();
        stages.fail(acquire(database, stages, key), "out of memory\0");
        assertThat(row(key)).containsEntry("state", "FAILED").containsEntry("error", "out of memory");
        Lease second = acquire(database, stages, key);
        stages.commit(second, commit(1));
        assertThat(row(key)).containsEntry("error", null).containsEntry("attempts", 2).containsEntry("computations", 1);
    }

    @Test
    void allThatADeadWorkerHeldIsFreedAtOnce() {
        StageKey mine = freshKey();
        StageKey other = freshKey();
        claim(database, stages, mine, "dead-worker", LONG);
        claim(database, stages, other, "living-worker", LONG);
        assertThat(stages.releaseHeldBy("dead-worker")).containsExactly(mine);
        assertThat(claim(database, stages, mine, "next", LONG)).isInstanceOf(Claim.Acquired.class);
        assertThat(claim(database, stages, other, "next", LONG)).isInstanceOf(Claim.Held.class);
    }

    @Test
    void aRevokedResultIsNeverFoundAgain() {
        StageKey key = freshKey();
        Lease first = acquire(database, stages, key);
        stages.commit(first, commit(1));
        assertThat(stages.revoke(key)).isTrue();
        assertThat(stages.revoke(key)).isFalse();
        Lease second = acquire(database, stages, key);
        assertThat(second.stageId()).isNotEqualTo(first.stageId());
        stages.commit(second, commit(2));
        assertThat(row(key)).containsEntry("generation", 2).containsEntry("computations", 2);
        assertThat(claim(database, stages, key, "another", LONG)).isEqualTo(new Claim.Committed(second.stageId(), json(2)));
    }

    @Test
    void revokingStopsAnAttemptThatIsUnderWay() {
        StageKey key = freshKey();
        Lease lease = acquire(database, stages, key);
        stages.revoke(key);
        assertThatThrownBy(() -> stages.commit(lease, commit(1))).isInstanceOf(FencedException.class).hasMessageContaining("REVOKED");
    }

    @Test
    void aWaiterWakesWhenTheStageIsCommittedReleasedOrItsLeaseRunsOut() throws Exception {
        StageKey key = freshKey();
        Lease lease = acquire(database, stages, key);
        assertThat(stages.awaitChange(key, Duration.ofMillis(50))).isFalse();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiter = threads.submit(() -> stages.awaitChange(key, LONG));
            stages.commit(lease, commit(1));
            assertThat(waiter.get()).isTrue();
        }
        StageKey expiring = freshKey();
        claim(database, stages, expiring, "dead", Duration.ofMillis(200));
        assertThat(stages.awaitChange(expiring, LONG)).isTrue();
        assertThat(stages.awaitChange(freshKey(), LONG)).isTrue();
    }

    @Test
    void secondsUnderLeaseAddUpOverAttempts() {
        StageKey key = freshKey();
        Lease first = acquire(database, stages, key);
        database.with(handle -> handle.execute("UPDATE stage SET lease_at = lease_at - interval '30 s' WHERE id = ?", first.stageId()));
        stages.release(first);
        Lease second = acquire(database, stages, key);
        database.with(handle -> handle.execute("UPDATE stage SET lease_at = lease_at - interval '12 s' WHERE id = ?", second.stageId()));
        stages.commit(second, commit(1));
        assertThat((Double) row(key).get("seconds")).isBetween(42.0, 60.0);
    }
}
