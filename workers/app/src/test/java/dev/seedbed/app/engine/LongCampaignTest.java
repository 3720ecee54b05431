package dev.seedbed.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.app.campaign.SteeredCampaigns;
import dev.seedbed.campaign.Action;
import dev.seedbed.campaign.Budget;
import dev.seedbed.campaign.CampaignWorkflow;
import dev.seedbed.campaign.Deed;
import dev.seedbed.campaign.TrialWorkflow;
import dev.seedbed.tracking.campaign.CampaignState;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.HistoryRow;
import dev.seedbed.tracking.campaign.HistoryStore;
import dev.seedbed.tracking.campaign.PointRow;
import dev.seedbed.tracking.campaign.PointStore;
import dev.seedbed.tracking.campaign.TrialRow;
import dev.seedbed.tracking.campaign.TrialState;
import dev.seedbed.tracking.campaign.TrialStore;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign of many trials that do nothing, on the real servers, long enough that its workflow continues as new. */
class LongCampaignTest {

    /** How many trials; more make it longer, and show how many of them a second there are. */
    private static final int TRIALS = Integer.getInteger("seedbed.trials", 400);

    private static final String NAME = "long";
    private static final int STEERED = 160;

    /** The server warns above 256 kB of a payload, 10 MB and 10,240 events of a history; it ends workflows above 2 MB, 50 MB and 51,200. */
    private static final int PAYLOAD_BYTES = 256 << 10;
    private static final int HISTORY_BYTES = 10 << 20;
    private static final int HISTORY_EVENTS = 10_240;

    private static final String IDLE =
            """
            campaign: long
            method: drill
            dataset: scenes
            concurrency: 40
            search:
              space:
                x: {float: [-5, 10]}
                y: {float: [0, 15]}
              sampler: {halton: {seed: 1}}
              trials: %d
              objectives: [{figure: branin, goal: minimize}]
            """;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsTemporal(@TempDir Path empty) {
        KillAnythingTest.needsTemporal(empty);
    }

    @Test
    void continuingAsNewLosesNoTrialAndNoActionAndHistoriesStayWithinTheServersLimits() throws Exception {
        var idle = new SmallCampaign(StateFolder.at(folder), IDLE.formatted(TRIALS - 10));
        try (RunningUp up = idle.start()) {
            long begun = System.nanoTime();
            idle.submit(NAME, Map.of());
            steer(idle);
            idle.await(NAME, CampaignState.DONE);
            System.err.printf("%d trials in %.1f s%n", TRIALS, (System.nanoTime() - begun) / 1e9);
            nothingIsLost(idle);
            historiesAreShort(idle);
            assertThat(Files.readString(up.output())).doesNotContain("Exception");
        }
    }

    private static void nothingIsLost(SmallCampaign idle) throws Exception {
        List<TrialRow> trials = idle.with((facts, temporal) -> new TrialStore(facts.database()).list(Optional.of(NAME)));
        assertThat(trials).hasSize(TRIALS).allMatch(trial -> trial.state() == TrialState.DONE && trial.stages() == 4);
        List<PointRow> points = idle.with((facts, temporal) -> new PointStore(facts.database()).list(NAME));
        assertThat(points).hasSize(TRIALS).allMatch(point -> point.state().equals("MEASURED"));
        List<HistoryRow> history = idle.with((facts, temporal) -> new HistoryStore(facts.database()).list(NAME));
        assertThat(history).filteredOn(row -> row.what().equals("set")).hasSize(STEERED);
    }

    private static void historiesAreShort(SmallCampaign idle) throws Exception {
        idle.with((facts, temporal) -> {
            long campaign = new CampaignStore(facts.database()).find(NAME).orElseThrow().id();
            long trial = new TrialStore(facts.database()).list(Optional.of(NAME)).getLast().id();
            WorkflowExecutionHistory last = temporal.workflows().fetchHistory(CampaignWorkflow.id(campaign));
            String before = last.getEvents().getFirst().getWorkflowExecutionStartedEventAttributes().getContinuedExecutionRunId();
            assertThat(before).as("it continued as new").isNotEmpty();
            isShort(last);
            isShort(temporal.workflows().fetchHistory(CampaignWorkflow.id(campaign), before));
            isShort(temporal.workflows().fetchHistory(TrialWorkflow.id(trial)));
            return null;
        });
    }

    private static void isShort(WorkflowExecutionHistory history) {
        System.err.println(history.getEvents().size() + " events, " + history.getHistory().getSerializedSize() + " bytes");
        assertThat(history.getEvents()).hasSizeLessThan(HISTORY_EVENTS);
        assertThat(history.getHistory().getSerializedSize()).isLessThan(HISTORY_BYTES);
        assertThat(history.getEvents()).extracting(HistoryEvent::getSerializedSize).allMatch(bytes -> bytes < PAYLOAD_BYTES);
    }

    /** Half of the actions while it is paused, so that it surely has not ended; the rest while trials run. */
    private static void steer(SmallCampaign idle) throws Exception {
        idle.with((facts, temporal) -> {
            long id = new CampaignStore(facts.database()).find(NAME).orElseThrow().id();
            var campaigns = new SteeredCampaigns(temporal.workflows());
            steered(campaigns, id, new Action.Pause());
            steered(campaigns, id, new Action.Extend(10, Budget.none()));
            for (int i = 0; i < STEERED; i++) {
                if (i == STEERED / 2) {
                    steered(campaigns, id, new Action.Resume());
                }
                OptionalInt concurrency = OptionalInt.of(i % 2 == 0 ? 30 : 40);
                steered(campaigns, id, new Action.Set(concurrency, OptionalInt.empty(), Budget.none(), Optional.empty()));
            }
            return null;
        });
    }

    private static void steered(SteeredCampaigns campaigns, long id, Action action) {
        var answer = campaigns.steer(id, new Deed(UUID.randomUUID(), "user", Optional.empty(), action));
        assertThat(answer.applied()).as(answer.text()).isTrue();
    }
}
