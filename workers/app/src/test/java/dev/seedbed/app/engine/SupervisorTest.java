package dev.seedbed.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedbed.app.engine.StackStatus.Part;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.worker.WorkerRow;
import dev.seedbed.tracking.worker.WorkerStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stack's real processes on one state folder, which each test leaves at rest. */
class SupervisorTest {

    @TempDir
    static Path folder;

    private static StateFolder state;

    @BeforeAll
    static void needsTemporal() {
        state = StateFolder.at(folder.resolve("state with a space"));
        boolean found = new TemporalFinder(state, Environment.current(), line -> {}).installed().isPresent()
                || Environment.current().temporal().isPresent();
        assumeTrue(found, "no Temporal server: go install github.com/temporalio/cli/cmd/temporal@" + TemporalFinder.VERSION);
    }

    @Test
    void startsAgainWhatIsKilledOnItsOldPort() throws Exception {
        try (RunningUp up = RunningUp.started(state, Map.of())) {
            List<Part> before = Stack.status(state).orElseThrow().parts();
            assertThat(before).extracting(Part::name).containsExactlyInAnyOrder("postgres", "temporal", "worker-gpu", "worker-cpu");
            for (Part part : before) {
                RunningUp.kill(part.pid().orElseThrow());
            }
            for (Part part : before) {
                Part after = up.awaitRestart(part);
                assertThat(after.port()).as(part.name()).isEqualTo(part.port());
                assertThat(after.pid()).as(part.name()).isNotEqualTo(part.pid());
            }
            assertThat(livingWorkers()).containsExactlyInAnyOrder(
                    up.part("worker-gpu").pid().orElseThrow(), up.part("worker-cpu").pid().orElseThrow());
        }
    }

    @Test
    void comesUpAfterEverythingWasKilledAndEndsWhatWasLeft() throws Exception {
        RunningUp killed = RunningUp.started(state, Map.of());
        List<Part> before = Stack.status(state).orElseThrow().parts();
        killed.process().destroyForcibly().waitFor();
        assertThat(Stack.status(state)).isEmpty();
        RunningUp.await(() -> alive(before).stream().noneMatch(name -> name.startsWith("worker-")));
        assertThat(alive(before)).containsExactlyInAnyOrder("postgres", "temporal");

        try (RunningUp up = RunningUp.started(state, Map.of())) {
            assertThat(alive(before)).isEmpty();
            assertThat(Files.readString(up.output())).contains("ending temporal").contains("ending postgres");
            assertThat(up.part("postgres").port()).isEqualTo(before.getFirst().port());
        }
    }

    @Test
    void endsItsChildrenOnInterrupt() throws Exception {
        assumeTrue(RunningUp.interruptsReachChildren(), "interrupts are ignored by whatever runs these tests");
        RunningUp interrupted = RunningUp.started(state, Map.of());
        List<Part> parts = Stack.status(state).orElseThrow().parts();
        assertThat(interrupted.signal("INT")).isEqualTo(130);
        assertThat(alive(parts)).isEmpty();
        assertThat(Stack.leftovers(state)).isEmpty();
    }

    @Test
    void endsItsChildrenOnTermination() throws Exception {
        RunningUp terminated = RunningUp.begin(state, Map.of());
        terminated.await(status -> !status.parts().isEmpty());
        assertThat(terminated.signal("TERM")).isZero();
        assertThat(Stack.leftovers(state)).isEmpty();
    }

    @Test
    void runsBesideAStackOnAnotherFolderAndRefusesASecondOnItsOwn(@TempDir Path other) throws Exception {
        StateFolder second = StateFolder.at(other);
        Files.createSymbolicLink(other.resolve("bin"), state.bin());
        try (RunningUp one = RunningUp.started(state, Map.of());
                RunningUp two = RunningUp.started(second, Map.of("SEEDBED_TEMPORAL", "in-process"))) {
            assertThat(one.part("postgres").port()).isNotEqualTo(two.part("postgres").port());
            assertThat(Stack.status(second).orElseThrow().temporalKind()).contains("in-process");
            assertThat(Files.readString(two.output())).contains("WARNING").contains("histories are lost");
            InProcessTemporalTest.runAWorkflow(Stack.status(second).orElseThrow().temporalAddress().orElseThrow());

            RunningUp refused = RunningUp.begin(state, Map.of());
            assertThat(refused.process().waitFor()).isEqualTo(2);
            assertThat(Files.readString(refused.output())).contains("already runs").contains("--state");
        } finally {
            Files.delete(other.resolve("bin"));
        }
    }

    @Test
    void twoClientsThatStartAtOnceShareOneStackWhichEndsAfterTheLastHasLeft() throws Exception {
        Stack first;
        Stack second;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Stack>> joining = executor.invokeAll(List.<Callable<Stack>>of(this::join, this::join));
            first = joining.getFirst().get();
            second = joining.getLast().get();
        }
        StackStatus shared = Stack.status(state).orElseThrow();
        assertThat(first.connection()).isEqualTo(second.connection());
        assertThat(shared.clients()).isEqualTo(2);
        first.close();
        RunningUp.await(() -> Stack.status(state).orElseThrow().clients() == 1);
        assertThat(Stack.status(state).orElseThrow().pid()).isEqualTo(shared.pid());
        try (Stack listing = Stack.databaseOnly(state, Environment.current(), line -> {})) {
            assertThat(listing.jdbcUrl()).isEqualTo(second.jdbcUrl());
        }
        second.close();
        second.gone().get();
        RunningUp.await(() -> ProcessHandle.of(shared.pid()).isEmpty());
        assertThat(alive(shared.parts())).isEmpty();
    }

    @Test
    void listingsAtOnceGetPostgresAloneOneAfterTheOther() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> tables : executor.invokeAll(List.<Callable<Integer>>of(this::countTables, this::countTables))) {
                assertThat(tables.get()).isPositive();
            }
        }
        assertThat(Stack.leftovers(state)).isEmpty();
    }

    private Stack join() throws InterruptedException {
        var options = new StackOptions(List.of("cpu:0"), java.util.OptionalInt.of(1), false);
        return Stack.join(state, options, Environment.current(), TestSeedbed.JVM, line -> {});
    }

    private int countTables() throws InterruptedException {
        try (Stack alone = Stack.databaseOnly(state, Environment.current(), line -> {});
                Database database = Database.open(alone.jdbcUrl(), alone.user(), alone.password())) {
            return database.with(handle -> handle.createQuery("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
                    .mapTo(Integer.class).one());
        }
    }

    private static List<Long> livingWorkers() throws InterruptedException {
        try (Stack stack = Stack.databaseOnly(state, Environment.current(), line -> {});
                Database database = Database.open(stack.jdbcUrl(), stack.user(), stack.password())) {
            return new WorkerStore(database).list(true).stream().filter(row -> row.endedAt().isEmpty()).map(WorkerRow::pid).toList();
        }
    }

    private static List<String> alive(List<Part> parts) {
        return parts.stream().filter(part -> ProcessHandle.of(part.pid().orElseThrow()).filter(ProcessHandle::isAlive).isPresent())
                .map(Part::name).toList();
    }
}
