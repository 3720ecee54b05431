package dev.seedbed.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedbed.tracking.campaign.CampaignState;
import dev.seedbed.tracking.stage.ReuseRow;
import dev.seedbed.tracking.stage.StageCatalog;
import dev.seedbed.tracking.stage.StageListing;
import dev.seedbed.tracking.team.TeamStore;
import dev.seedbed.tracking.worker.Drain;
import dev.seedbed.tracking.worker.WorkerStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Admission with the real servers and real workers. */
class AdmissionRunTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private int count(SmallCampaign small, String condition) throws Exception {
        return small.with((facts, temporal) -> facts.database().with(handle ->
                handle.createQuery("SELECT count(*) FROM stage_request r LEFT JOIN stage s ON s.key = r.key WHERE " + condition).mapTo(Integer.class).one()));
    }

    private void set(SmallCampaign small, String campaign, boolean paused) throws Exception {
        small.with((facts, temporal) -> {
            facts.database().with(handle -> handle.execute("UPDATE campaign SET paused = ? WHERE name = ?", paused, campaign));
            facts.stages().admissionChanged();
            return null;
        });
    }

    private static Stream<StageListing> listed(SmallCampaign small, String name) {
        try {
            return small.stages(name).stream();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void drain(SmallCampaign small, Drain order) throws Exception {
        List<String> told = small.with((facts, temporal) -> new WorkerStore(facts.database()).drain("gpu", order));
        assertThat(told).hasSize(1);
    }

    @Test
    void whatIsPausedAndDrainedGoesOnAndTheNextCampaignFindsAllOfIt() throws Exception {
        assumeTrue(new TemporalFinder(StateFolder.at(folder.resolve("empty")), Environment.current(), line -> {}).installed().isPresent());
        SmallCampaign small = SmallCampaign.erasing(StateFolder.at(folder.resolve("state")));
        try (RunningUp _ = small.start()) {
            small.submit("first", Map.of());
            RunningUp.await(() -> count(small, "s.lease_expires > now() AND s.lease_worker LIKE 'gpu%'") > 0, PATIENCE);
            set(small, "first", true);
            RunningUp.await(() -> count(small, "s.lease_worker IS NULL AND r.waiting") > 0, PATIENCE);
            drain(small, Drain.NOW);
            set(small, "first", false);
            RunningUp.await(() -> count(small, "NOT r.waiting AND s.lease_worker IS NULL") > 0, PATIENCE);
            drain(small, Drain.NONE);
            small.submit("second", Map.of());
            small.await("first", CampaignState.DONE);
            small.await("second", CampaignState.DONE);
            List<StageListing> all = Stream.of("first", "second").flatMap(name -> listed(small, name)).toList();
            assertThat(all).extracting(StageListing::computations).containsOnly(1);
            small.with((facts, temporal) -> {
                var stages = new StageCatalog(facts.database());
                ReuseRow first = stages.reuse(Optional.of("first")).getFirst();
                ReuseRow second = stages.reuse(Optional.of("second")).getFirst();
                assertThat(first.computed() + second.computed()).isEqualTo((int) all.stream().map(StageListing::key).distinct().count());
                assertThat(first.reused() + second.reused()).isEqualTo(all.size() - first.computed() - second.computed());
                double charged = facts.database().with(handle -> handle.createQuery("SELECT sum(seconds) FROM device_use").mapTo(Double.class).one());
                double computed = first.deviceSeconds() + first.cpuSeconds() + second.deviceSeconds() + second.cpuSeconds();
                assertThat(charged).isBetween(0.98 * computed, 1.02 * computed);
                assertThat(new TeamStore(facts.database()).quotas()).isEmpty();
                assertThat(count(small, "true")).isZero();
                return null;
            });
        }
    }
}
