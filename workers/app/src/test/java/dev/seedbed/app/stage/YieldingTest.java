package dev.seedbed.app.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.app.campaign.Datasets;
import dev.seedbed.app.engine.Environment;
import dev.seedbed.app.engine.Stack;
import dev.seedbed.app.engine.StateFolder;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.data.Progress;
import dev.seedbed.data.scenes.Scenes;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.Images;
import dev.seedbed.stage.StageActivities;
import dev.seedbed.stage.StageAnswer;
import dev.seedbed.stage.StageKey;
import dev.seedbed.stage.StageRequest;
import dev.seedbed.stage.TrainClassifier;
import dev.seedbed.stage.Training;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.NewCampaign;
import dev.seedbed.tracking.campaign.NewTrial;
import dev.seedbed.tracking.campaign.TrialStore;
import dev.seedbed.tracking.dataset.DatasetStore;
import dev.seedbed.tracking.stage.Claim;
import dev.seedbed.tracking.stage.Wanted;
import dev.seedbed.tracking.worker.Drain;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.weights.BuiltinWeights;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.generic.GenericType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real trainers that give their device back and go on: the same bytes, and no failure counted. */
class YieldingTest {

    private static final DeviceSlot DEVICE = DeviceSlot.parse("cpu:0");

    @TempDir
    static Path state;

    private static Stack stack;
    private static Facts facts;
    private static String weights;
    private static StageAnswer.Done undisturbed;
    private static Map<String, String> undisturbedMetrics;

    private final StageRunner runner = new StageRunner(facts, "here", List.of(DEVICE), 1, Duration.ofMillis(100));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private TestActivityEnvironment temporal;
    private StageActivities activities;

    @BeforeAll
    static void trainUndisturbed() throws Exception {
        stack = Stack.databaseOnly(StateFolder.at(state), Environment.current(), line -> {});
        facts = Facts.open(stack.connection());
        facts.database().migrate();
        new Datasets(facts).register("scenes", new Scenes(5, 16, 2, 64).store(facts.artifacts(), Progress.NONE));
        weights = facts.artifacts().put(BuiltinWeights.find("squeezenet1_1").orElseThrow(), ArtifactRef.Format.SAFETENSORS).sha256();
        var alone = new YieldingTest();
        alone.start();
        StageRequest request = request(trial("undisturbed"));
        undisturbed = (StageAnswer.Done) alone.activities.execute(request);
        undisturbedMetrics = metrics(request);
        facts.stages().revoke(request.key());
        alone.stop();
    }

    @AfterAll
    static void close() {
        facts.close();
        stack.close();
    }

    @BeforeEach
    void start() {
        temporal = TestActivityEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(DefaultDataConverter.newDefaultInstance()
                                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.mapper())))
                        .build())
                .build());
        temporal.registerActivitiesImplementations(runner);
        activities = temporal.newActivityStub(StageActivities.class);
    }

    @AfterEach
    void stop() {
        temporal.close();
        threads.close();
    }

    private static StageRequest request(long trial) {
        var training = new Training(30, 4, 64, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.3);
        String scenes = new DatasetStore(facts.database()).find("scenes").orElseThrow().sha256();
        var images = Images.of(new DatasetRef("scenes", scenes), "train");
        var stage = new TrainClassifier(images, new Backbone(Backbone.Architecture.SQUEEZENET1_1, weights), training, 7);
        var request = new StageRequest(trial, 1, stage, StageExecutors.versions().get(TrainClassifier.KIND));
        facts.stages().ask(Wanted.of(request));
        return request;
    }

    private static long trial(String campaign) {
        var campaigns = new CampaignStore(facts.database());
        var nothing = Json.tree(Map.of());
        long id = campaigns.submit(
                        new NewCampaign(campaign, Sha256.of(campaign.getBytes(StandardCharsets.UTF_8)), nothing, "file", "team", "user"),
                        List.of(new NewTrial(1, "t", 0, nothing, nothing)))
                .id();
        campaigns.start(id);
        long trial = new TrialStore(facts.database()).remaining(id).getFirst();
        new TrialStore(facts.database()).start(trial);
        return trial;
    }

    private static void set(String campaign, String column, Object value) {
        facts.database().with(handle -> handle.createUpdate("UPDATE campaign SET " + column + " = :value WHERE name = :name")
                .bind("value", value)
                .bind("name", campaign)
                .execute());
    }

    private static Map<String, Object> stage(StageRequest request) {
        return facts.database().with(handle -> handle.createQuery("""
                        SELECT state, epoch, attempts, failures, lease_worker,
                               coalesce((SELECT max(m.step) FROM metric m WHERE m.stage_id = s.id), 0) AS step,
                               coalesce((SELECT max(c.step) FROM checkpoint c WHERE c.stage_id = s.id), 0) AS checkpoint
                        FROM stage s WHERE key = :key AND state <> 'REVOKED'
                        """)
                .bind("key", request.key().hex())
                .mapToMap()
                .findOne()
                .orElse(Map.of()));
    }

    /** Hash of the values by name, over all steps. */
    private static Map<String, String> metrics(StageRequest request) {
        return facts.database().with(handle -> handle.createQuery("""
                        SELECT n.name, md5(string_agg(m.step || ' ' || m.value, ',' ORDER BY m.step)) AS hash
                        FROM metric m JOIN metric_name n ON n.id = m.name_id JOIN stage s ON s.id = m.stage_id
                        WHERE s.key = :key AND s.state <> 'REVOKED' GROUP BY n.name
                        """)
                .bind("key", request.key().hex())
                .setMapKeyColumn("name")
                .setMapValueColumn("hash")
                .collectInto(new GenericType<Map<String, String>>() {}));
    }

    /** Returns when the training has made its first steps; a stop before them has nothing to keep. */
    private CompletableFuture<StageAnswer> begin(StageRequest request) throws InterruptedException {
        var answer = CompletableFuture.supplyAsync(() -> activities.execute(request), threads);
        while (!answer.isDone() && !(stage(request).get("step") instanceof Long step && step > 0)) {
            Thread.sleep(20);
        }
        return answer;
    }

    private void goesOnToTheSameBytes(StageRequest request) {
        assertThat(stage(request)).containsEntry("state", "CLAIMED").containsEntry("lease_worker", null).containsEntry("failures", 0);
        assertThat((Long) stage(request).get("checkpoint")).isPositive().isEqualTo(stage(request).get("step"));
        assertThat(activities.execute(request)).isEqualTo(undisturbed);
        assertThat(metrics(request)).isEqualTo(undisturbedMetrics);
        facts.stages().revoke(request.key());
    }

    @Test
    void aPausedTrainingGoesOnToTheSameBytes() throws Exception {
        StageRequest request = request(trial("paused"));
        var answer = begin(request);
        set("paused", "paused", true);
        assertThat(answer.get()).isEqualTo(new StageAnswer.Deferred("campaign paused is paused"));
        assertThat(activities.execute(request)).isEqualTo(new StageAnswer.Deferred("campaign paused is paused"));
        set("paused", "paused", false);
        goesOnToTheSameBytes(request);
    }

    @Test
    void aTrainingThatYieldsToAHigherPriorityGoesOnToTheSameBytes() throws Exception {
        StageRequest request = request(trial("low"));
        var answer = begin(request);
        long high = trial("high");
        set("high", "priority", 1);
        var wanted = Wanted.of(request);
        var other = new StageKey(Sha256.of("other"));
        var urgent = new Wanted(high, 1, other, wanted.kind(), wanted.pool(), true, wanted.spec(), wanted.executorVersion());
        facts.stages().ask(urgent);
        assertThat(answer.get()).isEqualTo(new StageAnswer.Deferred("train-classifier of high, of priority 1, needs the device"));
        facts.stages().withdraw(high, 1);
        goesOnToTheSameBytes(request);
    }

    @Test
    void aDrainedWorkerHandsBackWhatItRunsAndTakesNothingNew() throws Exception {
        StageRequest request = request(trial("drained"));
        var answer = begin(request);
        while ((Long) stage(request).get("step") == 0) {
            Thread.sleep(20);
        }
        runner.drain(Drain.NOW);
        assertThatThrownBy(answer::join).rootCause().isInstanceOf(ApplicationFailure.class).hasMessageContaining("another goes on");
        assertThatThrownBy(() -> activities.execute(request)).isInstanceOf(ActivityFailure.class).rootCause().hasMessageContaining("here is drained");
        runner.drain(Drain.NONE);
        goesOnToTheSameBytes(request);
    }

    /** At the first step, at an epoch's end, within one, before the last step; at the last step and beyond it ends instead. */
    @Test
    void fromRungToRungATrainingComesToTheSameBytesAndHoldsNoDeviceAtOne() {
        for (long end : List.of(120L, 500L)) {
            StageRequest request = request(trial("rungs" + end));
            for (long step : List.of(1L, 4L, 7L, 119L)) {
                assertThat(activities.execute(request.until(step))).isEqualTo(new StageAnswer.AtRung(step));
                assertThat(stage(request)).containsEntry("state", "CLAIMED").containsEntry("lease_worker", null).containsEntry("failures", 0)
                        .containsEntry("step", step).containsEntry("checkpoint", step);
            }
            assertThat(activities.execute(request.until(7))).as("one that has come further").isEqualTo(new StageAnswer.AtRung(7));
            assertThat(activities.execute(request.until(end))).isEqualTo(undisturbed);
            assertThat(metrics(request)).isEqualTo(undisturbedMetrics);
            assertThat(activities.execute(request.until(4))).as("one that is committed")
                    .isEqualTo(new StageAnswer.Done(undisturbed.result(), true));
            facts.stages().revoke(request.key());
        }
    }

    @Test
    void aStageThatTakesItsWorkersWithItIsGivenUp() {
        StageRequest request = request(trial("poison"));
        for (int death = 0; death < StageRunner.LOST; death++) {
            assertThat(facts.stages().claim(Wanted.of(request), "victim" + death, Duration.ofMinutes(5))).isInstanceOf(Claim.Acquired.class);
            facts.stages().releaseHeldBy("victim" + death);
        }
        assertThatThrownBy(() -> activities.execute(request)).rootCause()
                .hasMessageContaining("has died 10 times over this stage without a checkpoint between");
        assertThat(stage(request)).containsEntry("state", "FAILED").containsEntry("lease_worker", null);
        assertThat(activities.execute(request)).as("asked for once more, on a larger machine").isEqualTo(undisturbed);
        facts.stages().revoke(request.key());
    }

    /** The stage is taken over while the first attempt trains: that one writes nothing more, and says that another is at work. */
    @Test
    void anAttemptThatLostItsLeaseLeavesNoTrace() throws Exception {
        StageRequest request = request(trial("fenced"));
        var answer = begin(request);
        facts.database().with(handle -> handle.execute("UPDATE stage SET lease_expires = now() - interval '1 s' WHERE key = ?", request.key().hex()));
        var taken = facts.stages().claim(Wanted.of(request), "elsewhere", Duration.ofMinutes(5));
        assertThat(taken).isInstanceOf(Claim.Acquired.class);
        assertThat(answer.get()).isEqualTo(new StageAnswer.Busy());
        var row = stage(request);
        assertThat(row).containsEntry("epoch", 2).containsEntry("lease_worker", "elsewhere").containsEntry("failures", 0);
        facts.stages().release(((Claim.Acquired) taken).lease());
        assertThat(activities.execute(request)).isEqualTo(undisturbed);
        assertThat(metrics(request)).isEqualTo(undisturbedMetrics);
        facts.stages().revoke(request.key());
    }

    @Test
    void aCheckpointThatThisWorkerCannotReadIsRefusedWithTheReasonAndCountsAsNoFailure() throws Exception {
        StageRequest request = request(trial("unreadable"));
        var lease = ((Claim.Acquired)
                        facts.stages().claim(Wanted.of(request), "newer", Duration.ofMinutes(5)))
                .lease();
        facts.stages().saveCheckpoint(lease, 10, facts.artifacts().put("of another format".getBytes(StandardCharsets.UTF_8), ArtifactRef.Format.SAFETENSORS));
        facts.stages().release(lease);
        assertThatThrownBy(() -> activities.execute(request)).rootCause()
                .hasMessageContaining("worker here cannot go on from the checkpoint of this train-classifier")
                .hasMessageContaining("a worker of the version that wrote it can");
        assertThat(stage(request)).containsEntry("failures", 0).containsEntry("lease_worker", null).containsEntry("checkpoint", 10L);
        facts.stages().revoke(request.key());
    }
}
