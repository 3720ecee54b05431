package dev.seedbed.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.app.UserError;
import dev.seedbed.stage.TrainSegmenter;
import dev.seedbed.tracking.campaign.CampaignState;
import dev.seedbed.tracking.stage.StageListing;
import dev.seedbed.tracking.stage.StageStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns on a real stack, one after the other on what the ones before have left. */
class CampaignRunTest {

    @TempDir
    private Path folder;

    @Test
    void nothingIsComputedTwiceAndACancelledCampaignGoesOnWhereItStopped() throws Exception {
        var small = SmallCampaign.erasing(StateFolder.at(folder));
        try (RunningUp up = small.start()) {
            aCancelledCampaignGoesOnWhereItStopped(small);
            theSameAgainComputesNothingAndOtherContentIsRefused(small);
            anotherSegmenterSettingReusesWhatComesBeforeIt(small);
            assertThat(Files.readString(up.output())).doesNotContain("Exception");
        }
    }

    private static void aCancelledCampaignGoesOnWhereItStopped(SmallCampaign small) throws Exception {
        small.submit("small", Map.of());
        RunningUp.await(() -> small.stages("small").stream().anyMatch(stage -> stage.status() == StageStatus.RUNNING));
        small.cancel("small");
        small.await("small", CampaignState.CANCELLED);
        assertThat(small.stages("small")).noneMatch(stage -> stage.status() == StageStatus.RUNNING);
        small.submit("small", Map.of());
        small.await("small", CampaignState.DONE);
        assertThat(small.stages("small")).allMatch(stage -> stage.computations() == 1);
    }

    private static void theSameAgainComputesNothingAndOtherContentIsRefused(SmallCampaign small) throws Exception {
        assertThat(small.submit("small", Map.of()).state()).isEqualTo(CampaignState.DONE);
        assertThatThrownBy(() -> small.submit("small", Map.of("seeds", "[4]")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("exists already with other content")
                .hasMessageContaining("--name");
        small.submit("again", Map.of());
        small.await("again", CampaignState.DONE);
        assertThat(small.stages("again")).allMatch(StageListing::reused);
    }

    private static void anotherSegmenterSettingReusesWhatComesBeforeIt(SmallCampaign small) throws Exception {
        small.submit("other", Map.of("settings.segmenter.epochs", "2"));
        small.await("other", CampaignState.DONE);
        var stages = small.stages("other");
        int first = stages.stream().map(StageListing::kind).toList().indexOf(TrainSegmenter.KIND);
        assertThat(stages.subList(0, first)).allMatch(StageListing::reused);
        assertThat(stages.subList(first, stages.size())).noneMatch(StageListing::reused);
    }
}
