package dev.seedbed.app.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.stage.Drill;
import dev.seedbed.stage.DrillWork;
import dev.seedbed.stage.Drilled;
import dev.seedbed.stage.Pool;
import dev.seedbed.tracking.artifact.FolderArtifactStore;
import dev.seedbed.training.engine.DeviceMemoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillRunnerTest {

    @TempDir
    private Path folder;

    private static Drill drill(int steps, Optional<DrillWork.Failure> failure) {
        return new Drill(1, new DrillWork(Pool.CPU, steps, 0, 4, failure, OptionalInt.empty()), 2, 0);
    }

    private static Drilled run(Drill drill, TestWork work) {
        return StageExecutors.of(drill).execute(drill, work);
    }

    private TestWork work() {
        return new TestWork(new FolderArtifactStore(folder));
    }

    @Test
    void stoppedAtEveryStepItComesToWhatItComesToUndisturbed() {
        Drill drill = drill(7, Optional.empty());
        Drilled undisturbed = run(drill, work());
        TestWork last = work();
        for (long step = 1; step < 7; step++) {
            TestWork next = work().after(last).stoppingAfter(1);
            assertThatThrownBy(() -> run(drill, next)).isInstanceOf(StageStopped.class);
            assertThat(next.checkpointSteps).containsExactly(step);
            last = next;
        }
        TestWork end = work().after(last);
        assertThat(run(drill, end)).isEqualTo(undisturbed);
        assertThat(end.metricSteps).containsExactly(7L);
    }

    @Test
    void theLossFallsToItsAim() {
        Drilled drilled = run(drill(400, Optional.empty()), work());
        assertThat(drilled.steps()).isEqualTo(400);
        assertThat(drilled.loss()).isEqualTo(2);
        assertThat(drilled.meanLoss()).isGreaterThan(2);
    }

    @Test
    void withoutStepsItDoesNothing() {
        TestWork work = work();
        assertThat(run(drill(0, Optional.empty()), work)).isEqualTo(new Drilled(0, 102, 102));
        assertThat(work.metricSteps).isEmpty();
    }

    @Test
    void whatIsToGoWrongOnceIsPassedByWhoeverGoesOn() {
        Drill drill = drill(5, Optional.of(new DrillWork.Failure(DrillWork.Kind.ERROR, 3, true)));
        TestWork first = work();
        assertThatThrownBy(() -> run(drill, first)).isInstanceOf(IllegalStateException.class).hasMessageContaining("at step 3");
        assertThat(run(drill, work().after(first))).isEqualTo(run(drill(5, Optional.empty()), work()));
        assertThatThrownBy(() -> run(drill, work())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void memorySufficesInParts() {
        Drill drill = drill(5, Optional.of(new DrillWork.Failure(DrillWork.Kind.OUT_OF_MEMORY, 0, false)));
        assertThatThrownBy(() -> run(drill, work())).isInstanceOf(DeviceMemoryException.class);
        assertThat(run(new Drill(1, drill.work().inParts(2), 2, 0), work()).steps()).isEqualTo(5);
    }
}
