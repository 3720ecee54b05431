package dev.seedbed.tracking.campaign;

import static dev.seedbed.tracking.stage.StageFixture.acquire;
import static dev.seedbed.tracking.stage.StageFixture.artifact;
import static dev.seedbed.tracking.stage.StageFixture.commit;
import static dev.seedbed.tracking.stage.StageFixture.freshKey;
import static dev.seedbed.tracking.stage.StageFixture.json;
import static dev.seedbed.tracking.stage.TeamsFixture.trainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.artifact.Sha256;
import dev.seedbed.method.Decision;
import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.TestPostgres;
import dev.seedbed.tracking.stage.Lease;
import dev.seedbed.tracking.stage.StageCatalog;
import dev.seedbed.tracking.stage.StageListing;
import dev.seedbed.tracking.stage.StageStatus;
import dev.seedbed.tracking.stage.StageStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CampaignStoreTest {

    private Database database;
    private CampaignStore campaigns;
    private TrialStore trials;

    @BeforeEach
    void open() {
        database = TestPostgres.freshDatabase();
        campaigns = new CampaignStore(database);
        trials = new TrialStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private CampaignRow submit(String name, String content) {
        return campaigns.submit(
                new NewCampaign(name, Sha256.of(content), json(7), "# a file", "team", "user"),
                List.of(new NewTrial(1, "", 0, json(1), json(10)), new NewTrial(2, "", 1, json(2), json(20))));
    }

    @Test
    void theSameNameAndContentAttachesAndAnotherContentIsRefused() {
        CampaignRow row = submit("foxes", "a");
        assertThat(submit("foxes", "a")).isEqualTo(row);
        assertThat(row.trials()).isEqualTo(2);
        assertThat(row.state()).isEqualTo(CampaignState.SUBMITTED);
        assertThatThrownBy(() -> submit("foxes", "b")).isInstanceOf(NameTakenException.class).hasMessageContaining("foxes");
        assertThat(campaigns.spec(row.id())).isEqualTo(json(7));
        assertThat(campaigns.file(row.id())).isEqualTo("# a file");
    }

    @Test
    void aCampaignIsUnfinishedUntilItEndsAndMayBeTakenUpAgain() {
        CampaignRow row = submit("foxes", "a");
        campaigns.start(row.id());
        assertThat(campaigns.unfinished()).extracting(CampaignRow::name).containsExactly("foxes");
        List<Long> ids = trials.remaining(row.id());
        ids.forEach(trials::start);
        trials.finish(ids.get(0), TrialState.DONE, Optional.of(json(1)), Optional.empty());
        trials.finish(ids.get(1), TrialState.FAILED, Optional.empty(), Optional.of("an image is missing"));
        campaigns.finish(row.id(), CampaignState.FAILED, Optional.empty());
        assertThat(campaigns.unfinished()).isEmpty();
        assertThat(campaigns.find("foxes").orElseThrow().trialsDone()).isEqualTo(1);
        assertThat(trials.list(Optional.of("foxes"))).extracting(TrialRow::state).containsExactly(TrialState.DONE, TrialState.FAILED);
        assertThat(trials.list(Optional.of("foxes")).get(1).error()).contains("an image is missing");
        assertThat(trials.remaining(row.id())).containsExactly(ids.get(1));
        assertThat(trials.input(ids.get(1))).isEqualTo(json(20));
        campaigns.start(row.id());
        assertThat(campaigns.find("foxes").orElseThrow().finishedAt()).isEmpty();
        assertThatThrownBy(() -> campaigns.finish(row.id(), CampaignState.RUNNING, Optional.empty())).hasMessageContaining("RUNNING");
    }

    @Test
    void aDecisionToldTwiceIsRecordedOnce() {
        long campaign = submit("foxes", "a").id();
        long trial = trials.remaining(campaign).getFirst();
        var decisions = new DecisionStore(database);
        for (int i = 0; i < 2; i++) {
            decisions.record(trial, 1, new Decision("continue-erasing", "the loss is low", Map.of("loss", 0.1)));
            decisions.record(trial, 2, new Decision("stop-erasing", "the loss is high", Map.of("loss", 0.9)));
            decisions.recordForCampaign(campaign, 1, new Decision("pause", "asked for", Map.of()));
        }
        assertThat(decisions.list("foxes")).extracting(DecisionRow::kind).containsExactly("pause", "continue-erasing", "stop-erasing");
        assertThat(decisions.list("foxes").getLast().numbers().get("loss").asDouble()).isEqualTo(0.9);
    }

    @Test
    void stagesAreListedPerTrialWithWhatWasReusedAndWhatTheyLeft() {
        long campaign = submit("foxes", "a").id();
        List<Long> ids = trials.remaining(campaign);
        StageKey key = freshKey();
        try (var stages = new StageStore(database)) {
            Lease lease = acquire(stages, trainer(ids.get(0), 1, key));
            stages.commit(lease, commit(1));
            stages.ask(trainer(ids.get(0), 1, key));
            stages.ask(trainer(ids.get(1), 1, key));
            acquire(stages, trainer(ids.get(1), 2, freshKey()));
        }
        List<StageListing> listing = new StageCatalog(database).list(Optional.of("foxes"));
        assertThat(listing).extracting(StageListing::trial).containsExactly(1, 2, 2);
        assertThat(listing).extracting(StageListing::reused).containsExactly(false, true, false);
        assertThat(listing).extracting(StageListing::computations).containsExactly(1, 1, 0);
        assertThat(listing).extracting(StageListing::status)
                .containsExactly(StageStatus.COMMITTED, StageStatus.COMMITTED, StageStatus.RUNNING);
        assertThat(listing.getFirst().outputs().get("weights").asText()).isEqualTo(artifact("weights1").sha256());
        assertThat(listing.getLast().outputs()).isEmpty();
        assertThat(trials.list(Optional.empty())).extracting(TrialRow::stagesReused).containsExactly(0, 1);
        assertThat(new StageCatalog(database).list(Optional.of("nothing"))).isEmpty();
    }
}
