package dev.seedbed.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.app.engine.StackStatus.Part;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.tracking.campaign.CampaignState;
import dev.seedbed.tracking.campaign.DecisionStore;
import dev.seedbed.tracking.campaign.PointStore;
import dev.seedbed.tracking.campaign.TrialStore;
import dev.seedbed.tracking.label.LabelFilter;
import dev.seedbed.tracking.label.LabelStore;
import dev.seedbed.tracking.stage.StageListing;
import dev.seedbed.tracking.stage.StageStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise, with real processes and the real servers: kill anything, lose nothing, compute nothing twice. */
class KillAnythingTest {

    private static final int KILLS = 6;
    private static final String NAME = "small";

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsTemporal(@TempDir Path empty) {
        boolean found = new TemporalFinder(StateFolder.at(empty), Environment.current(), line -> {}).installed().isPresent();
        assumeTrue(found, "no Temporal server: go install github.com/temporalio/cli/cmd/temporal@" + TemporalFinder.VERSION);
    }

    /** What must not depend on what was killed: everything but times and counts of attempts. */
    private record Result(
            List<String> course, List<String> labels, Map<String, JsonNode> outputs, Map<String, Integer> computations, Map<String, String> metrics) {}

    @Test
    void killingAnythingWhileErasingChangesNoByteAndComputesNothingTwice() throws Exception {
        killingChangesNothing(SmallCampaign::erasing);
    }

    @Test
    void killingAnythingWhileSeedsGrowChangesNoByteAndComputesNothingTwice() throws Exception {
        killingChangesNothing(SmallCampaign::growing);
    }

    @Test
    void killingAnythingWhileBoxesArePooledChangesNoByteAndComputesNothingTwice() throws Exception {
        killingChangesNothing(SmallCampaign::pooling);
    }

    /** In strict order the course is the same whoever finishes first: every point, trial, decision with its numbers, and observation. */
    @Test
    void killingAnythingWhileASearchRunsChangesNeitherItsCourseNorAByte() throws Exception {
        killingChangesNothing(SmallCampaign::searching);
    }

    private void killingChangesNothing(Function<StateFolder, SmallCampaign> campaign) throws Exception {
        Result undisturbed = run(campaign.apply(StateFolder.at(folder.resolve("undisturbed"))), 0);
        Result killed = run(campaign.apply(StateFolder.at(folder.resolve("killed"))), KILLS);
        assertThat(killed.outputs()).isEqualTo(undisturbed.outputs());
        assertThat(killed.labels()).isEqualTo(undisturbed.labels());
        assertThat(killed.course()).isEqualTo(undisturbed.course());
        assertThat(killed.metrics()).isEqualTo(undisturbed.metrics());
        assertThat(killed.computations()).as("pruned trials leave stages unfinished, the same ones").isEqualTo(undisturbed.computations());
        assertThat(killed.computations().values()).containsOnly(1);
    }

    private static Result run(SmallCampaign small, int kills) throws Exception {
        var random = new Random(42);
        RunningUp up = small.start();
        small.submit(NAME, Map.of());
        for (int kill = 0; kill < kills; kill++) {
            Thread.sleep(1_000 + random.nextInt(6_000));
            List<Part> parts = Stack.status(small.state()).orElseThrow().parts();
            int victim = random.nextInt(parts.size() + 1);
            if (victim < parts.size()) {
                parts.get(victim).pid().ifPresent(RunningUp::kill);
            } else {
                up.process().destroyForcibly().waitFor();
                up = small.start();
            }
        }
        try {
            small.await(NAME, CampaignState.DONE);
            return result(small);
        } finally {
            up.close();
        }
    }

    private static Result result(SmallCampaign small) throws Exception {
        List<StageListing> stages = small.stages(NAME);
        var outputs = new TreeMap<String, JsonNode>();
        var computations = new TreeMap<String, Integer>();
        stages.forEach(stage -> outputs.put(stage.key(), stage.outputs()));
        stages.stream()
                .filter(stage -> stage.status() == StageStatus.COMMITTED)
                .forEach(stage -> computations.put(stage.key(), stage.computations()));
        return small.with((facts, temporal) -> new Result(
                course(facts),
                new LabelStore(facts.database()).list(LabelFilter.of(NAME)).stream().map(row -> row.contentHash()).sorted().toList(),
                outputs,
                computations,
                metricRows(facts)));
    }

    /** What was tried, what came of it and what was decided on what, without times. */
    private static List<String> course(Facts facts) {
        var course = new ArrayList<String>();
        new TrialStore(facts.database()).list(Optional.of(NAME)).forEach(trial -> course.add(
                "trial " + trial.number() + " " + trial.name() + " " + trial.settings() + " " + trial.state() + " " + trial.result()));
        new DecisionStore(facts.database()).list(NAME).forEach(decision -> course.add(
                decision.trial() + " " + decision.ordinal() + " " + decision.kind() + " " + decision.reason() + " " + decision.numbers()));
        new PointStore(facts.database()).list(NAME).forEach(point -> course.add(point.toString()));
        return course;
    }

    /** What each metric of each stage was at every step, as a hash; a training's losses have no step twice and miss none. */
    private static Map<String, String> metricRows(Facts facts) {
        var rows = new TreeMap<String, String>();
        facts.database().with(handle -> handle.createQuery("""
                        SELECT s.key || ' ' || n.name AS name, n.name = 'loss' AS loss, count(*) AS points, min(m.step) AS first, max(m.step) AS last,
                               md5(string_agg(m.step || ' ' || m.value, ',' ORDER BY m.step)) AS hash
                        FROM metric m JOIN metric_name n ON n.id = m.name_id JOIN stage s ON s.id = m.stage_id
                        GROUP BY 1, 2
                        """)
                .map((row, context) -> {
                    assertThat(!row.getBoolean("loss") || row.getLong("points") == row.getLong("last") - row.getLong("first") + 1)
                            .as(row.getString("name"))
                            .isTrue();
                    return rows.put(row.getString("name"), row.getString("hash"));
                })
                .list());
        return rows;
    }
}
