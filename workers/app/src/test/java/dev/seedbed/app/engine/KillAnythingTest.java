package dev.seedbed.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.app.campaign.Datasets;
import dev.seedbed.app.campaign.Submission;
import dev.seedbed.app.cli.Seedbed;
import dev.seedbed.app.engine.StackStatus.Part;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.app.worker.TemporalClient;
import dev.seedbed.campaign.CampaignFile;
import dev.seedbed.data.Progress;
import dev.seedbed.data.scenes.Scenes;
import dev.seedbed.tracking.campaign.CampaignRow;
import dev.seedbed.tracking.campaign.CampaignState;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.TrialStore;
import dev.seedbed.tracking.label.LabelStore;
import dev.seedbed.tracking.stage.StageCatalog;
import dev.seedbed.tracking.stage.StageListing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise, with real processes and the real servers: kill anything, lose nothing, compute nothing twice. */
class KillAnythingTest {

    private static final int KILLS = 6;

    private static final String CAMPAIGN =
            """
            campaign: small
            method: adversarial-erasing
            dataset: scenes
            seeds: [3]
            settings:
              classifier: {epochs: 6, batch: 8, sidePx: 64}
              regions: {threshold: 0.5}
              rounds: {fixed: 2}
              segmenter: {epochs: 6, batch: 8, sidePx: 64}
              retraining: {crf: {iterations: 3}}
            """;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsTemporal(@TempDir Path empty) {
        boolean found = new TemporalFinder(StateFolder.at(empty), Environment.current(), line -> {}).installed().isPresent();
        assumeTrue(found, "no Temporal server: go install github.com/temporalio/cli/cmd/temporal@" + TemporalFinder.VERSION);
    }

    /** What must not depend on what was killed: everything but times and counts of attempts. */
    private record Result(
            JsonNode outcome, List<String> labels, Map<String, JsonNode> outputs, Map<String, Integer> computations, Map<String, Long> metrics) {}

    @Test
    void killingAnythingAtAnyTimeChangesNoByteAndComputesNothingTwice() throws Exception {
        Result undisturbed = run(StateFolder.at(folder.resolve("undisturbed")), 0);
        Result killed = run(StateFolder.at(folder.resolve("killed")), KILLS);
        assertThat(killed.outputs()).isEqualTo(undisturbed.outputs());
        assertThat(killed.labels()).isEqualTo(undisturbed.labels());
        assertThat(killed.outcome()).isEqualTo(undisturbed.outcome());
        assertThat(killed.metrics()).isEqualTo(undisturbed.metrics());
        assertThat(killed.computations().values()).containsOnly(1);
    }

    private Result run(StateFolder state, int kills) throws Exception {
        var random = new Random(42);
        RunningUp up = start(state);
        submit(state);
        for (int kill = 0; kill < kills && !isDone(state); kill++) {
            Thread.sleep(1_000 + random.nextInt(6_000));
            List<Part> parts = Stack.status(state).orElseThrow().parts();
            int victim = random.nextInt(parts.size() + 1);
            if (victim < parts.size()) {
                parts.get(victim).pid().ifPresent(RunningUp::kill);
            } else {
                up.process().destroyForcibly().waitFor();
                up = start(state);
            }
        }
        try {
            RunningUp.await(() -> isDone(state), Duration.ofMinutes(6));
            return result(state);
        } finally {
            up.close();
        }
    }

    private static RunningUp start(StateFolder state) throws Exception {
        RunningUp up = RunningUp.begin(new Jvm(Seedbed.class.getName()), state, Map.of());
        up.await(status -> status.phase() == StackStatus.Phase.RUNNING);
        return up;
    }

    private static <T> T with(StateFolder state, Question<T> question) throws Exception {
        try (Stack stack = Stack.databaseOnly(state, Environment.current(), line -> {});
                Facts facts = Facts.open(stack.connection())) {
            return question.ask(facts, stack);
        }
    }

    private interface Question<T> {
        T ask(Facts facts, Stack stack) throws Exception;
    }

    private void submit(StateFolder state) throws Exception {
        with(state, (facts, stack) -> {
            new Datasets(facts).register("scenes", new Scenes(5, 40, 8, 64).store(facts.artifacts(), Progress.NONE));
            try (TemporalClient temporal = TemporalClient.connect(stack.connection().temporal(), "test")) {
                return new Submission(facts, temporal)
                        .submit(CampaignFile.read("small.yaml", CAMPAIGN, Map.of()), CAMPAIGN, Optional.empty(), folder);
            }
        });
    }

    private static boolean isDone(StateFolder state) throws Exception {
        if (Stack.status(state).filter(status -> status.phase() == StackStatus.Phase.RUNNING).isEmpty()) {
            return false;
        }
        CampaignRow row = with(state, (facts, stack) -> new CampaignStore(facts.database()).find("small").orElseThrow());
        assertThat(row.state()).isNotIn(CampaignState.FAILED, CampaignState.CANCELLED);
        return row.state() == CampaignState.DONE;
    }

    private static Result result(StateFolder state) throws Exception {
        return with(state, (facts, stack) -> {
            List<StageListing> stages = new StageCatalog(facts.database()).list(Optional.of("small"));
            var outputs = new TreeMap<String, JsonNode>();
            var computations = new TreeMap<String, Integer>();
            stages.forEach(stage -> outputs.put(stage.key(), stage.outputs()));
            stages.forEach(stage -> computations.put(stage.key(), stage.computations()));
            return new Result(
                    new TrialStore(facts.database()).list(Optional.of("small")).getFirst().result().orElseThrow(),
                    new LabelStore(facts.database()).list(Optional.of("small")).stream().map(row -> row.contentHash()).sorted().toList(),
                    outputs,
                    computations,
                    metricRows(facts));
        });
    }

    /** Rows by stage and name; of a training as many as it has steps, numbered without a gap. */
    private static Map<String, Long> metricRows(Facts facts) {
        var rows = new TreeMap<String, Long>();
        facts.database().with(handle -> handle.createQuery("""
                        SELECT s.key || ' ' || n.name AS name, count(*) AS points, min(m.step) AS first, max(m.step) AS last
                        FROM metric m JOIN metric_name n ON n.id = m.name_id JOIN stage s ON s.id = m.stage_id
                        GROUP BY 1
                        """)
                .map((row, context) -> {
                    assertThat(row.getLong("points")).as(row.getString("name")).isEqualTo(row.getLong("last") - row.getLong("first") + 1);
                    return rows.put(row.getString("name"), row.getLong("points"));
                })
                .list());
        return rows;
    }
}
