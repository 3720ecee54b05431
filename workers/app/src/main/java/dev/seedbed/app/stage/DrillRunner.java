package dev.seedbed.app.stage;

import dev.seedbed.app.stage.StageWork.Progress;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Drill;
import dev.seedbed.stage.DrillWork;
import dev.seedbed.stage.Drilled;
import dev.seedbed.training.engine.DeviceMemoryException;
import dev.seedbed.training.loop.Checkpoint;
import dev.seedbed.training.loop.CheckpointException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Does what a drill asks for: steps that take their time, losses, checkpoints, and what is to go wrong. */
final class DrillRunner implements StageExecutor<Drill, Drilled> {

    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(1);
    private static final int LONGEST_SLEEP_MS = 100;

    /** The exit code of a process that the system killed. */
    private static final int KILLED = 137;

    @Override
    public String kind() {
        return Drill.KIND;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Drilled execute(Drill drill, StageWork work) {
        return new Run(drill, work).run();
    }

    /** One attempt at a drill. */
    private static final class Run {

        private final Drill drill;
        private final DrillWork spec;
        private final StageWork work;
        private final String task;
        private final long start = System.nanoTime();
        private long savedAt = start;
        private long step;
        private double sum;
        private long cameFrom = -1;

        Run(Drill drill, StageWork work) {
            this.drill = drill;
            this.spec = drill.work();
            this.work = work;
            this.task = Sha256.of(Json.write(drill));
            work.checkpoint().map(Checkpoint::read).map(Checkpoint::state).ifPresent(this::goOn);
        }

        private void goOn(Checkpoint.State state) {
            if (!state.task().equals(task)) {
                throw new CheckpointException("the checkpoint belongs to another drill than this one");
            }
            step = state.step();
            sum = state.sums().get("loss");
            cameFrom = step;
        }

        Drilled run() {
            while (step < spec.steps()) {
                failWhereDue();
                if (atRung() || work.stopRequested()) {
                    stop();
                }
                takeStep();
            }
            failWhereDue();
            double last = spec.loss(step, drill.aim());
            return new Drilled(step, last, step == 0 ? last : sum / step);
        }

        private void takeStep() {
            pause(spec.millisPerStep());
            double loss = spec.loss(++step, drill.aim());
            sum += loss;
            work.metrics(step, Map.of("loss", loss));
            work.progress(Progress.of("step " + step, step, spec.steps(), start, Map.of("loss", loss)));
            if (System.nanoTime() - savedAt >= BETWEEN_CHECKPOINTS.toNanos() && !work.savingCheckpoint()) {
                save();
                savedAt = System.nanoTime();
            }
        }

        private void pause(int millis) {
            try {
                for (int left = millis; left > 0 && !work.stopRequested(); left -= LONGEST_SLEEP_MS) {
                    Thread.sleep(Math.min(left, LONGEST_SLEEP_MS));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw work.stopped();
            }
        }

        private void failWhereDue() {
            spec.failure()
                    .filter(failure -> failure.step() == step && !(failure.once() && cameFrom == step))
                    .ifPresent(this::fail);
        }

        private void fail(DrillWork.Failure failure) {
            if (failure.once()) {
                saveDurably();
            }
            switch (failure.kind()) {
                case USER_ERROR -> throw new IllegalArgumentException("the drill was told to refuse its input at step " + step);
                case ERROR -> throw new IllegalStateException("the drill was told to fail at step " + step);
                case CRASH -> Runtime.getRuntime().halt(KILLED);
                case OUT_OF_MEMORY -> {
                    if (spec.parts().isEmpty()) {
                        throw new DeviceMemoryException(
                                work.device(), new IllegalStateException("the drill was told to run out of it at step " + step));
                    }
                }
            }
        }

        private boolean atRung() {
            return work.until().isPresent() && step >= work.until().getAsLong();
        }

        private void stop() {
            saveDurably();
            throw atRung() ? new RungReached() : work.stopped();
        }

        private void saveDurably() {
            work.awaitCheckpoints();
            save();
            work.awaitCheckpoints();
        }

        private void save() {
            var sums = new TreeMap<>(Map.of("loss", sum));
            var state = new Checkpoint.State(task, step, sums, List.of("any"));
            work.saveCheckpoint(step, new Checkpoint(state, Collections.emptySortedMap(), Collections.emptySortedMap())::writeTo);
        }
    }
}
