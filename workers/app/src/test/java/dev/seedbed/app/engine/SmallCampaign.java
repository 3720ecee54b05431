package dev.seedbed.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.app.campaign.Datasets;
import dev.seedbed.app.campaign.Submission;
import dev.seedbed.app.cli.Seedbed;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.campaign.CampaignFile;
import dev.seedbed.campaign.CampaignWorkflow;
import dev.seedbed.data.Progress;
import dev.seedbed.data.scenes.Scenes;
import dev.seedbed.tracking.campaign.CampaignRow;
import dev.seedbed.tracking.campaign.CampaignState;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.dataset.DatasetStore;
import dev.seedbed.tracking.stage.StageCatalog;
import dev.seedbed.tracking.stage.StageListing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A method on a few small scenes, on a real stack: half a minute of work. */
record SmallCampaign(StateFolder state, String text) {

    private static final String ERASING =
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

    private static final String GROWING =
            """
            campaign: small
            method: seeded-region-growing
            dataset: scenes
            seeds: [3]
            settings:
              classifier: {epochs: 4, batch: 8, sidePx: 64}
              segmenter: {epochs: 12, batch: 8, sidePx: 64}
              growing: {growth: {background: 0.8, foreground: 0.5}}
              retraining: {training: {epochs: 4, batch: 8, sidePx: 64}, prediction: {crf: {iterations: 3}}}
            """;

    private static final String POOLING =
            """
            campaign: small
            method: background-aware-pooling
            dataset: scenes
            seeds: [3]
            settings:
              classifier: {epochs: 12, batch: 8, sidePx: 64}
              labelling: {crf: {iterations: 3}}
              segmenter: {epochs: 8, batch: 8, sidePx: 64}
            """;

    private static final String SEARCHING =
            """
            campaign: small
            method: drill
            dataset: scenes
            concurrency: 3
            settings:
              early: {steps: 10, millisPerStep: 20}
              late: {pool: gpu, steps: 40, millisPerStep: 60}
            search:
              space:
                x: {float: [-5, 10]}
                y: {float: [0, 15]}
              points: [{x: 3, y: 2}]
              sampler: {tpe: {startup: 4, multivariate: true}}
              trials: 12
              objectives: [{figure: branin, goal: minimize}]
              pruner: {asha: {stage: drill, round: 4, metric: loss, goal: minimize, rungs: [10, 20], eta: 2, cohort: 3}}
            """;

    /** A search of drills, the worse ones of which are stopped at rungs. */
    static SmallCampaign searching(StateFolder state) {
        return new SmallCampaign(state, SEARCHING);
    }

    /** Adversarial erasing. */
    static SmallCampaign erasing(StateFolder state) {
        return new SmallCampaign(state, ERASING);
    }

    /** Seeded region growing. */
    static SmallCampaign growing(StateFolder state) {
        return new SmallCampaign(state, GROWING);
    }

    /** Background-aware pooling of boxes. */
    static SmallCampaign pooling(StateFolder state) {
        return new SmallCampaign(state, POOLING);
    }

    /** The program itself, with its real workers. */
    RunningUp start() throws Exception {
        RunningUp up = RunningUp.begin(new Jvm(Seedbed.class.getName()), state, Map.of());
        up.await(status -> status.phase() == StackStatus.Phase.RUNNING);
        return up;
    }

    interface Question<T> {
        T ask(Facts facts, TemporalClient temporal) throws Exception;
    }

    <T> T with(Question<T> question) throws Exception {
        try (Stack stack = Stack.databaseOnly(state, Environment.current(), line -> {});
                Facts facts = Facts.open(stack.connection());
                TemporalClient temporal = TemporalClient.connect(stack.connection().temporal(), "test")) {
            return question.ask(facts, temporal);
        }
    }

    CampaignRow submit(String name, Map<String, String> changes) throws Exception {
        return with((facts, temporal) -> {
            if (new DatasetStore(facts.database()).find("scenes").isEmpty()) {
                new Datasets(facts).register("scenes", new Scenes(5, 40, 8, 64).store(facts.artifacts(), Progress.NONE));
            }
            var file = CampaignFile.read("small.yaml", text, changes);
            return new Submission(facts, temporal).submit(file, text, Optional.of(name));
        });
    }

    void cancel(String name) throws Exception {
        with((facts, temporal) -> {
            long id = new CampaignStore(facts.database()).find(name).orElseThrow().id();
            temporal.workflows().newUntypedWorkflowStub(CampaignWorkflow.id(id)).cancel();
            return null;
        });
    }

    CampaignState state(String name) throws Exception {
        return with((facts, temporal) -> new CampaignStore(facts.database()).find(name).orElseThrow().state());
    }

    /** Waits for the campaign's end; a stack that is not there yet is waited for too. */
    void await(String name, CampaignState wanted) throws Exception {
        RunningUp.await(() -> isThere() && hasEnded(name, wanted), Duration.ofMinutes(6));
    }

    boolean isThere() {
        return Stack.status(state).filter(status -> status.phase() == StackStatus.Phase.RUNNING).isPresent();
    }

    private boolean hasEnded(String name, CampaignState wanted) throws Exception {
        CampaignState now = state(name);
        assertThat(now.isFinal() && now != wanted).as("campaign %s ended as %s", name, now).isFalse();
        return now == wanted;
    }

    List<StageListing> stages(String name) throws Exception {
        return with((facts, temporal) -> new StageCatalog(facts.database()).list(Optional.of(name)));
    }
}
