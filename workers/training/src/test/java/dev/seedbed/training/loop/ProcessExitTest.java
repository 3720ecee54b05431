package dev.seedbed.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.Training;
import dev.seedbed.training.Drawn;
import dev.seedbed.training.Silent;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.task.ClassifierTraining;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessExitTest {

    private static final int TERMINATED = 143;

    @Test
    void aTerminatedProcessEndsItsStepInsteadOfCrashingInNativeCode() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                        "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null", "-cp", System.getProperty("java.class.path"),
                        Endless.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("step 3");
            process.toHandle().destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(TERMINATED);
            assertThat(output.readLine()).isEqualTo("stopped");
        } finally {
            process.destroyForcibly();
        }
    }

    /** A training that nobody will see end. */
    static final class Endless {

        private Endless() {}

        public static void main(String[] arguments) {
            Training training = new Training(1_000_000, 8, 96, false, 1, 1, true, 1e-3, 10, 1, 0.9, 5e-4, 0.9, 0.3);
            Silent listener = new Silent() {
                @Override
                public void onStep(long step, long steps, int epoch, Map<String, Double> metrics, double imagesPerSecond) {
                    if (step == 3) {
                        System.out.println("step 3");
                    }
                }
            };
            TrainingOutcome outcome = TrainingLoop.train(
                    new ClassifierTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES),
                    new TrainingLoop.Subject(Drawn.squares(8, 96), Drawn.squeezeNet(), training, 0),
                    new Attempt(DeviceSlot.parse("cpu:0"), Optional.empty(), false, CheckpointCadence.every(Duration.ofDays(1)), 1,
                            listener));
            System.out.println(outcome instanceof TrainingOutcome.Stopped ? "stopped" : "finished");
        }
    }
}
