package dev.seedbed.tracking.stage;

import static dev.seedbed.tracking.stage.StageFixture.LONG;
import static dev.seedbed.tracking.stage.StageFixture.PULSE;
import static dev.seedbed.tracking.stage.StageFixture.artifact;
import static dev.seedbed.tracking.stage.StageFixture.commit;
import static dev.seedbed.tracking.stage.StageFixture.freshKey;
import static dev.seedbed.tracking.stage.TeamsFixture.trainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.TestPostgres;
import dev.seedbed.tracking.campaign.TrialState;
import dev.seedbed.tracking.campaign.TrialStore;
import dev.seedbed.tracking.team.Period;
import dev.seedbed.tracking.team.TeamStore;
import dev.seedbed.tracking.team.TeamStore.Dimension;
import dev.seedbed.tracking.team.UsageRow;
import dev.seedbed.tracking.worker.Drain;
import dev.seedbed.tracking.worker.WorkerStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private Database database;
    private StageStore stages;
    private TeamsFixture teams;

    @BeforeEach
    void open() {
        database = TestPostgres.freshDatabase();
        stages = new StageStore(database);
        teams = new TeamsFixture(database);
    }

    @AfterEach
    void close() {
        stages.close();
        database.close();
    }

    private Lease acquire(Wanted wanted) {
        return ((Claim.Acquired) stages.claim(wanted, "w", LONG)).lease();
    }

    private Wanted asked(long trial, int ordinal) {
        Wanted wanted = trainer(trial, ordinal, freshKey());
        stages.ask(wanted);
        return wanted;
    }

    private String yields(Lease lease) {
        return stages.renew(lease, PULSE) instanceof Renewal.Yield(String reason) ? reason : "";
    }

    @Test
    void whoAsksFirstIsChargedAndWhoeverWaitsFindsTheResult() {
        long cats = teams.campaign("cats", "vision", 3, 1).getFirst();
        long dogs = teams.campaign("dogs", "robots", 3, 1).getFirst();
        StageKey key = freshKey();
        assertThat(stages.ask(trainer(cats, 1, key))).isInstanceOf(Asked.Free.class);
        stages.ask(trainer(dogs, 1, key));
        Lease lease = acquire(trainer(dogs, 1, key));
        assertThat(stages.ask(trainer(cats, 1, key))).isEqualTo(new Asked.Wait("worker w computes it"));
        teams.ran(lease, 100);
        stages.commit(lease, commit(1));
        assertThat(teams.charged("vision")).isCloseTo(100, within(5.0));
        assertThat(teams.charged("robots")).isZero();
        assertThat(stages.ask(trainer(cats, 1, key))).isInstanceOf(Asked.Committed.class);
        ReuseRow reuse = new StageCatalog(database).reuse(Optional.of("cats")).getFirst();
        assertThat(reuse.computed()).isZero();
        assertThat(reuse.reused()).isEqualTo(1);
        assertThat(reuse.savedDeviceSeconds()).isCloseTo(100, within(5.0));
        assertThat(database.<Integer>with(handle -> handle.createQuery("SELECT count(*) FROM stage_request").mapTo(Integer.class).one())).isZero();
    }

    @Test
    void whenTheFirstIsCancelledWhoeverWaitsGoesOnFromItsCheckpointAndIsChargedFromThere() {
        long cats = teams.campaign("cats", "vision", 3, 1).getFirst();
        long dogs = teams.campaign("dogs", "robots", 3, 1).getFirst();
        StageKey key = freshKey();
        stages.ask(trainer(cats, 1, key));
        Lease first = acquire(trainer(cats, 1, key));
        stages.ask(trainer(dogs, 1, key));
        teams.ran(first, 10);
        stages.renew(first, PULSE);
        stages.saveCheckpoint(first, 20, artifact("step20"));
        stages.release(first);
        new TrialStore(database).finish(cats, TrialState.CANCELLED, Optional.empty(), Optional.empty());
        Lease second = acquire(trainer(dogs, 1, key));
        assertThat(second.epoch()).isEqualTo(2);
        assertThat(stages.latestCheckpoint(second.stageId()).orElseThrow().step()).isEqualTo(20);
        teams.ran(second, 30);
        stages.commit(second, commit(1));
        assertThat(teams.charged("vision")).isCloseTo(10, within(3.0));
        assertThat(teams.charged("robots")).isCloseTo(30, within(3.0));
    }

    @Test
    void pausingTakesAwayAWaiterAndTheStageGoesOnAsLongAsAnotherWantsIt() {
        long cats = teams.campaign("cats", "vision", 3, 1).getFirst();
        long dogs = teams.campaign("dogs", "robots", 3, 1).getFirst();
        StageKey key = freshKey();
        stages.ask(trainer(cats, 1, key));
        Lease lease = acquire(trainer(cats, 1, key));
        stages.ask(trainer(dogs, 1, key));
        teams.set("cats", "paused", true);
        assertThat(yields(lease)).isEmpty();
        teams.set("dogs", "paused", true);
        assertThat(yields(lease)).isEqualTo("campaign cats is paused");
        stages.release(lease);
        assertThat(stages.ask(trainer(cats, 1, key))).isEqualTo(new Asked.Wait("campaign cats is paused"));
        assertThat(stages.claim(trainer(cats, 1, key), "w", LONG)).isEqualTo(new Claim.Deferred("campaign cats is paused"));
        teams.set("cats", "paused", false);
        assertThat(acquire(trainer(cats, 1, key)).epoch()).isEqualTo(2);
    }

    @Test
    void aTrialThatHasEndedGetsNothingEvenIfNobodyCompetes() {
        long cats = teams.campaign("cats", "vision", 3, 1).getFirst();
        new TrialStore(database).finish(cats, TrialState.PRUNED, Optional.empty(), Optional.empty());
        assertThat(stages.ask(trainer(cats, 1, freshKey()))).isEqualTo(new Asked.Wait("trial 1 of cats has ended"));
        assertThat(stages.claim(trainer(cats, 1, freshKey()), "w", LONG)).isEqualTo(new Claim.Deferred("trial 1 of cats has ended"));
    }

    @Test
    void whatWritesNoCheckpointsIsNeverAskedToYield() {
        long cats = teams.campaign("cats", "vision", 3, 1).getFirst();
        Wanted trainer = trainer(cats, 1, freshKey());
        var mapper = new Wanted(cats, 1, trainer.key(), "activation-maps", trainer.pool(), false, trainer.spec(), "1");
        stages.ask(mapper);
        Lease lease = acquire(mapper);
        teams.set("cats", "paused", true);
        assertThat(yields(lease)).isEmpty();
    }

    /** The first of those who ask that gets the only slot, the latest asked first, and the others are told to wait. */
    private Lease admitted(List<Wanted> asking) {
        for (Wanted wanted : asking.reversed()) {
            if (stages.claim(wanted, "w", LONG) instanceof Claim.Acquired(Lease lease, _)) {
                asking.remove(wanted);
                return lease;
            }
        }
        throw new AssertionError("a slot stands idle though two teams wait");
    }

    /** Seconds are put into the books, no clock is waited for. */
    @Test
    void oneDeviceIsSplitByWeightWhateverTheStagesLast() {
        new TeamStore(database).setWeight("vision", 3);
        long cats = teams.campaign("cats", "vision", 3, 1).getFirst();
        long dogs = teams.campaign("dogs", "robots", 3, 1).getFirst();
        teams.worker("w", 1);
        var asking = new ArrayList<>(List.of(asked(cats, 1), asked(dogs, 1)));
        for (int turn = 2; turn < 50; turn++) {
            Lease lease = admitted(asking);
            long trial = asking.getFirst().trialId() == cats ? dogs : cats;
            teams.ran(lease, trial == cats ? 20 : 50);
            stages.commit(lease, commit(turn));
            asking.addLast(asked(trial, turn));
        }
        assertThat(teams.charged("vision") / teams.charged("robots")).isBetween(2.6, 3.4);
    }

    @Test
    void aQuotaStopsTheTeamWhereItIsUsedUpAndNobodyElse() {
        long cats = teams.campaign("cats", "vision", 3, 1).getFirst();
        long dogs = teams.campaign("dogs", "robots", 3, 1).getFirst();
        new TeamStore(database).setQuota("vision", Period.WEEK, 60);
        Lease lease = acquire(asked(cats, 1));
        teams.ran(lease, 50);
        assertThat(yields(lease)).isEmpty();
        teams.ran(lease, 20);
        assertThat(yields(lease)).startsWith("team vision has used 7").contains("of its 60 device-seconds of this week");
        stages.release(lease);
        assertThat(stages.ask(trainer(cats, 2, freshKey()))).isInstanceOf(Asked.Wait.class);
        assertThat(acquire(asked(dogs, 1)).epoch()).isEqualTo(1);
        new TeamStore(database).setQuota("vision", Period.WEEK, 600);
        assertThat(stages.ask(trainer(cats, 2, freshKey()))).isInstanceOf(Asked.Free.class);
    }

    @Test
    void aStageOfATeamWithoutQuotaLeftGoesOnAtTheChargeOfTheNextWhoWaits() {
        long cats = teams.campaign("cats", "vision", 3, 1).getFirst();
        long dogs = teams.campaign("dogs", "robots", 3, 1).getFirst();
        new TeamStore(database).setQuota("vision", Period.DAY, 60);
        Wanted wanted = asked(cats, 1);
        Lease lease = acquire(wanted);
        stages.ask(trainer(dogs, 1, wanted.key()));
        teams.ran(lease, 70);
        assertThat(yields(lease)).isEmpty();
        teams.ran(lease, 40);
        assertThat(yields(lease)).isEmpty();
        assertThat(teams.charged("vision")).isCloseTo(70, within(3.0));
        assertThat(teams.charged("robots")).isCloseTo(40, within(3.0));
    }

    @Test
    void asManyYieldAsAreNeededTheLowestAndLatestFirst() {
        teams.worker("w", 3);
        Lease middle = acquire(asked(teams.campaign("middle", "vision", 3, 1).getFirst(), 1));
        List<Long> low = teams.campaign("low", "vision", 5, 2);
        Lease early = acquire(asked(low.get(0), 1));
        Lease late = acquire(asked(low.get(1), 1));
        List<Long> high = teams.campaign("high", "robots", 2, 2);
        asked(high.get(0), 1);
        assertThat(yields(middle)).isEmpty();
        assertThat(yields(early)).isEmpty();
        assertThat(yields(late)).isEqualTo("train-classifier of high, of priority 2, needs the device");
        asked(high.get(1), 1);
        assertThat(yields(middle)).isEmpty();
        assertThat(yields(early)).contains("needs the device");
        stages.release(late);
        assertThat(yields(early)).contains("needs the device");
        stages.release(early);
        assertThat(yields(middle)).isEmpty();
    }

    @Test
    void nobodyYieldsToHisEqualNorWhileASlotIsFreeNorForWhatNoWorkerComputes() {
        teams.worker("w", 2);
        Lease running = acquire(asked(teams.campaign("low", "vision", 4, 1).getFirst(), 1));
        List<Long> high = teams.campaign("high", "robots", 1, 3);
        asked(high.get(0), 1);
        assertThat(yields(running)).isEmpty();
        Lease second = acquire(asked(teams.campaign("equal", "robots", 1, 1).getFirst(), 1));
        assertThat(yields(running)).contains("needs the device");
        assertThat(yields(second)).isEmpty();
        new TrialStore(database).finish(high.get(0), TrialState.CANCELLED, Optional.empty(), Optional.empty());
        Wanted other = trainer(high.get(1), 1, freshKey());
        stages.ask(new Wanted(other.trialId(), 1, other.key(), other.kind(), other.pool(), true, other.spec(), "2"));
        assertThat(yields(running)).isEmpty();
    }

    @Test
    void aLowerPriorityWaitsForThoseAboveUnlessSlotsAreLeftForBoth() {
        Wanted low = asked(teams.campaign("low", "vision", 5, 1).getFirst(), 1);
        Wanted high = asked(teams.campaign("high", "vision", 1, 1).getFirst(), 1);
        teams.worker("w1", 1);
        assertThat(stages.claim(low, "w1", LONG)).isInstanceOf(Claim.Deferred.class);
        teams.worker("w2", 1);
        assertThat(stages.claim(low, "w2", LONG)).isInstanceOf(Claim.Acquired.class);
        assertThat(stages.claim(high, "w1", LONG)).isInstanceOf(Claim.Acquired.class);
    }

    @Test
    void aCallThatIsNotAnsweredIsPassedOverSoThatNoSlotStandsIdle() {
        teams.worker("w", 1);
        Wanted low = asked(teams.campaign("low", "vision", 5, 1).getFirst(), 1);
        Wanted gone = asked(teams.campaign("gone", "vision", 1, 1).getFirst(), 1);
        assertThat(stages.claim(low, "w", LONG)).isInstanceOf(Claim.Deferred.class);
        teams.later(6);
        Lease lease = acquire(low);
        assertThat(yields(lease)).isEmpty();
        stages.ask(gone);
        assertThat(yields(lease)).contains("needs the device");
    }

    /** Both slots are always taken by somebody, whoever comes to them first. */
    @Test
    void twoSlotsAndTwoTeamsNeverWaitForEachOther() {
        teams.worker("w", 2);
        List<Long> cats = teams.campaign("cats", "vision", 3, 2);
        List<Long> dogs = teams.campaign("dogs", "robots", 3, 2);
        var asking = new ArrayList<>(List.of(asked(cats.get(0), 1), asked(dogs.get(0), 1), asked(cats.get(1), 1), asked(dogs.get(1), 1)));
        for (int turn = 2; turn < 20; turn++) {
            var before = List.copyOf(asking);
            List<Lease> both = List.of(admitted(asking), admitted(asking));
            for (Lease lease : both) {
                teams.ran(lease, 10 + turn);
                stages.commit(lease, commit(turn));
                Wanted done = before.stream().filter(wanted -> wanted.key().equals(lease.key())).findFirst().orElseThrow();
                asking.addFirst(asked(done.trialId(), turn));
            }
        }
        assertThat(teams.charged("vision") / teams.charged("robots")).isBetween(0.8, 1.25);
    }

    @Test
    void aFencedAttemptChargesNobodyAndChangesNothing() {
        long cats = teams.campaign("cats", "vision", 3, 1).getFirst();
        Wanted wanted = asked(cats, 1);
        Lease zombie = ((Claim.Acquired) stages.claim(wanted, "zombie", Duration.ofNanos(1_000))).lease();
        Lease living = acquire(wanted);
        assertThat(living.epoch()).isEqualTo(2);
        teams.ran(living, 100);
        assertThatThrownBy(() -> stages.renew(zombie, PULSE)).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> stages.commit(zombie, commit(1))).isInstanceOf(FencedException.class);
        stages.release(zombie);
        assertThat(teams.charged("vision")).isZero();
    }

    @Test
    void whoWaitsIsWokenWhenItsTurnComes() throws Exception {
        teams.worker("w", 1);
        Wanted high = asked(teams.campaign("high", "vision", 1, 1).getFirst(), 1);
        Wanted low = asked(teams.campaign("low", "vision", 5, 1).getFirst(), 1);
        Wanted paused = asked(teams.campaign("paused", "vision", 1, 1).getFirst(), 1);
        teams.set("paused", "paused", true);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var shared = threads.submit(() -> await(low));
            var resumed = threads.submit(() -> await(paused));
            Lease lease = acquire(high);
            assertThat(shared.get()).isNull();
            assertThat(resumed.isDone()).isFalse();
            stages.release(lease);
            teams.set("paused", "paused", false);
            stages.admissionChanged();
            assertThat(resumed.get()).isNull();
        }
    }

    private Void await(Wanted wanted) throws InterruptedException {
        stages.awaitTurn(wanted, Duration.ofMillis(100), () -> {});
        return null;
    }

    @Test
    void usageIsToldApartByWhatIsAskedFor() {
        List<Long> cats = teams.campaign("cats", "vision", 3, 1);
        Lease first = acquire(asked(cats.getFirst(), 1));
        teams.ran(first, 100);
        stages.commit(first, commit(1));
        Lease second = acquire(asked(teams.campaign("more", "vision", 3, 1).getFirst(), 1));
        teams.ran(second, 50);
        stages.renew(second, PULSE);
        var store = new TeamStore(database);
        UsageRow team = store.usage(Set.of(Dimension.TEAM), Optional.empty()).getFirst();
        assertThat(team.team()).contains("vision");
        assertThat(team.campaign()).isEmpty();
        assertThat(team.attempts()).isEqualTo(2);
        assertThat(team.deviceSeconds()).isCloseTo(150, within(5.0));
        assertThat(team.cpuSeconds()).isZero();
        assertThat(store.usage(Set.of(Dimension.CAMPAIGN, Dimension.KIND), Optional.empty()))
                .extracting(row -> row.campaign().orElseThrow() + "/" + row.kind().orElseThrow())
                .containsExactly("cats/train-classifier", "more/train-classifier");
    }

    @Test
    void aQuotaForbidsCampaignsThatItCannotPayFor() {
        var store = new TeamStore(database);
        assertThat(store.objection("vision", OptionalDouble.of(1e9))).isEmpty();
        store.setQuota("vision", Period.WEEK, 3600);
        assertThat(store.objection("vision", OptionalDouble.of(3600))).isEmpty();
        assertThat(store.objection("vision", OptionalDouble.of(3601)).orElseThrow()).contains("3601").contains("3600").contains("week");
        store.setQuota("vision", Period.DAY, 0);
        assertThat(store.objection("vision", OptionalDouble.empty()).orElseThrow()).contains("its quota for a day is 0");
        assertThat(store.objection("robots", OptionalDouble.empty())).isEmpty();
        assertThat(store.removeQuota("vision", Optional.empty())).isEqualTo(2);
        assertThat(store.objection("vision", OptionalDouble.empty())).isEmpty();
    }

    @Test
    void workersAreListedWithWhatTheyRunAndWhetherItHasStalled() {
        teams.worker("w", 1);
        var workers = new WorkerStore(database);
        Lease lease = acquire(asked(teams.campaign("cats", "vision", 3, 1).getFirst(), 1));
        stages.renew(lease, PULSE);
        var running = workers.list(false).getFirst().running().get(0);
        assertThat(running.get("campaign").asText()).isEqualTo("cats");
        assertThat(running.get("done").asInt()).isEqualTo(10);
        assertThat(running.get("perSecond").asDouble()).isEqualTo(80);
        assertThat(running.get("stalled").asBoolean()).isFalse();
        stages.renew(lease, new Pulse("epoch 1 of 2", 10, 100, 80, 31, 0.1));
        assertThat(workers.list(false).getFirst().running().get(0).get("stalled").asBoolean()).isTrue();
        stages.renew(lease, new Pulse("epoch 1 of 2", 10, 100, 80, 31, 10));
        assertThat(workers.list(false).getFirst().running().get(0).get("stalled").asBoolean()).isFalse();
    }

    @Test
    void aDrainedWorkersSlotsCountNoMoreUntilItIsUndone() {
        teams.worker("w", 1);
        teams.worker("w2", 1);
        var workers = new WorkerStore(database);
        Lease low = acquire(asked(teams.campaign("low", "vision", 4, 1).getFirst(), 1));
        asked(teams.campaign("high", "vision", 1, 1).getFirst(), 1);
        assertThat(yields(low)).isEmpty();
        assertThat(workers.drain("w2", Drain.FINISH)).containsExactly("w2");
        assertThat(workers.seen("w2")).isEqualTo(Drain.FINISH);
        assertThat(yields(low)).contains("needs the device");
        workers.drain("gpu", Drain.NONE);
        assertThat(workers.seen("w2")).isEqualTo(Drain.NONE);
        assertThat(yields(low)).isEmpty();
        workers.ended("w2");
        assertThat(workers.drain("w2", Drain.NOW)).isEmpty();
    }

    @Test
    void whatNoLivingWorkerComputesIsNamed() {
        teams.worker("w", 1);
        long cats = teams.campaign("cats", "vision", 3, 1).getFirst();
        Wanted known = asked(cats, 1);
        stages.ask(new Wanted(cats, 2, freshKey(), known.kind(), known.pool(), true, known.spec(), "7"));
        database.with(handle -> handle.execute("UPDATE stage_request SET requested_at = requested_at - interval '1 minute'"));
        var missing = new WorkerStore(database).missing();
        assertThat(missing).hasSize(1);
        assertThat(missing.getFirst().sentence()).contains("cats waits for train-classifier in version 7");
    }
}
