package dev.seedbed.tracking.stage;

import static dev.seedbed.tracking.stage.StageFixture.json;

import dev.seedbed.artifact.Sha256;
import dev.seedbed.stage.Pool;
import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.NewCampaign;
import dev.seedbed.tracking.campaign.NewTrial;
import dev.seedbed.tracking.campaign.TrialStore;
import dev.seedbed.tracking.worker.NewWorker;
import dev.seedbed.tracking.worker.WorkerStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Campaigns of teams, their trials, and workers with slots, for tests of who may compute when. */
public final class TeamsFixture {

    private final Database database;

    public TeamsFixture(Database database) {
        this.database = database;
    }

    /** Trials of a fresh campaign under way. */
    public List<Long> campaign(String name, String team, int priority, int trials) {
        var campaigns = new CampaignStore(database);
        List<NewTrial> all = IntStream.rangeClosed(1, trials).mapToObj(n -> new NewTrial(n, "t" + n, 0, json(0), json(0))).toList();
        long id = campaigns.submit(new NewCampaign(name, Sha256.of(name), json(0), "file", team, "user-of-" + team), all).id();
        campaigns.start(id);
        set(name, "priority", priority);
        List<Long> ids = new TrialStore(database).remaining(id);
        ids.forEach(new TrialStore(database)::start);
        return ids;
    }

    public void set(String campaign, String column, Object value) {
        database.with(handle -> handle.createUpdate("UPDATE campaign SET " + column + " = :value WHERE name = :name")
                .bind("value", value)
                .bind("name", campaign)
                .execute());
    }

    /** A trainer of the GPU pool. */
    public static Wanted trainer(long trial, int ordinal, StageKey key) {
        return new Wanted(trial, ordinal, key, "train-classifier", Pool.GPU, true, json(0), "1");
    }

    /** A living worker of the GPU pool that computes trainers of version 1. */
    public void worker(String instance, int slots) {
        new WorkerStore(database).started(new NewWorker(
                instance, "gpu", "gpu", List.of("cpu:0"), "0.1", 42, "here", slots, 2, Optional.of(1L << 33), Map.of(), Optional.of("cpu/2"),
                Map.of("train-classifier", "1")));
    }

    /** Lets an attempt have run for longer since its last renewal. */
    public void ran(Lease lease, double seconds) {
        database.with(handle -> handle.createUpdate("UPDATE stage SET lease_at = clock_timestamp() - make_interval(secs => :seconds) WHERE id = :id")
                .bind("seconds", seconds)
                .bind("id", lease.stageId())
                .execute());
    }

    /** Lets everything that was said of requests have been said earlier. */
    public void later(double seconds) {
        database.with(handle -> handle.createUpdate("""
                        UPDATE stage_request SET seen_at = seen_at - make_interval(secs => :seconds),
                                                 called_at = called_at - make_interval(secs => :seconds)
                        """)
                .bind("seconds", seconds)
                .execute());
    }

    /** What each team was charged, in device-seconds. */
    public double charged(String team) {
        return database.with(handle -> handle.createQuery("SELECT coalesce(sum(seconds), 0) FROM device_use WHERE team = :team")
                .bind("team", team)
                .mapTo(Double.class)
                .one());
    }
}
