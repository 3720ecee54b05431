package dev.seedbed.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.app.engine.StackStatus.Part;
import dev.seedbed.app.engine.StackStatus.PartState;
import dev.seedbed.app.engine.StackStatus.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The program's {@code up} in a process of its own, all its processes quick to start. Closing it ends it as a person would, by SIGTERM. */
record RunningUp(Process process, StateFolder state, Path output) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    static RunningUp begin(StateFolder state, Map<String, String> environment, String... more) throws IOException {
        return begin(TestSeedbed.JVM, state, environment, more);
    }

    /** @param jvm how the program starts itself */
    static RunningUp begin(Jvm jvm, StateFolder state, Map<String, String> environment, String... more) throws IOException {
        var arguments = new ArrayList<>(List.of("up", "--state", state.root().toString(), "--devices", "cpu:0"));
        arguments.addAll(List.of(more));
        Path output = Files.createTempFile("up", ".txt");
        ProcessBuilder builder = jvm.process(jvm.command("256m", List.of(), arguments))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        builder.environment().putAll(environment);
        return new RunningUp(builder.start(), state, output);
    }

    static RunningUp started(StateFolder state, Map<String, String> environment) throws Exception {
        RunningUp up = begin(state, environment);
        up.await(status -> status.phase() == Phase.RUNNING);
        return up;
    }

    StackStatus await(Predicate<StackStatus> wanted) throws Exception {
        await(() -> {
            assertThat(process.isAlive()).as("up of %s lives: %s", state, Files.readString(output)).isTrue();
            return Stack.status(state).filter(wanted).isPresent();
        });
        return Stack.status(state).orElseThrow();
    }

    static void await(Callable<Boolean> condition) throws Exception {
        await(condition, PATIENCE);
    }

    static void await(Callable<Boolean> condition, Duration patience) throws Exception {
        Instant deadline = Instant.now().plus(patience);
        while (!condition.call()) {
            assertThat(Instant.now()).as("in time").isBefore(deadline);
            Thread.sleep(50);
        }
    }

    Part part(String name) {
        return Stack.status(state).orElseThrow().parts().stream().filter(part -> part.name().equals(name)).findFirst().orElseThrow();
    }

    Part awaitRestart(Part killed) throws Exception {
        await(status -> status.parts().stream().anyMatch(part ->
                part.name().equals(killed.name()) && part.restarts() > killed.restarts() && part.state() == PartState.RUNNING));
        return part(killed.name());
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Sends a signal and returns the exit code that follows. */
    int signal(String name) throws Exception {
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("ends on SIG%s", name).isTrue();
        return process.exitValue();
    }

    /** Whether an interrupt would reach children at all: a shell that starts a job in the background has it ignored from there on down. */
    static boolean interruptsReachChildren() throws IOException {
        Path own = Path.of("/proc/self/status");
        return !Files.exists(own)
                || Files.readAllLines(own).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .noneMatch(line -> (Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16) & 2) != 0);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
