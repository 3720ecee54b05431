package dev.seedbed.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLedgerTest {

    private static final List<String> COMMAND = List.of("sleep", "97.531");

    @TempDir
    Path folder;

    private StateFolder state;
    private final List<String> told = new ArrayList<>();
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void openState() {
        state = StateFolder.at(folder);
    }

    @AfterEach
    void endOwnProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void endsTheProcessThatItStarted() throws Exception {
        Process process = keep(new ProcessLedger(state).start("server", COMMAND, new ProcessBuilder(COMMAND)));
        assertThat(new ProcessLedger(state).endLeftovers(told::add)).containsExactly("server");
        assertThat(process.isAlive()).isFalse();
        assertThat(told).singleElement().asString().contains("server").contains("pid " + process.pid());
        assertThat(new ProcessLedger(state).names()).isEmpty();
    }

    @Test
    void leavesAForeignProcessWithTheSameIdAlone() throws Exception {
        Process foreign = keep(new ProcessBuilder("sleep", "98.642").start());
        ProcessMark mark = ProcessMark.of(foreign.toHandle());
        write(new ProcessLedger.Entry(Instant.now(), COMMAND, Optional.of(mark)));
        assertThat(new ProcessLedger(state).endLeftovers(told::add)).containsExactly("server");
        assertThat(foreign.isAlive()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void leavesAProcessWithTheSameIdAndCommandThatStartedAtAnotherTimeAlone() throws Exception {
        Process foreign = keep(new ProcessBuilder(COMMAND).start());
        ProcessMark mark = new ProcessMark(foreign.pid(), Instant.now().minusSeconds(3600));
        write(new ProcessLedger.Entry(Instant.now().minusSeconds(3600), COMMAND, Optional.of(mark)));
        new ProcessLedger(state).endLeftovers(told::add);
        assertThat(foreign.isAlive()).isTrue();
    }

    @Test
    void endsAProcessWhoseSupervisorWasKilledBeforeItCouldNoteTheId() throws Exception {
        Instant before = Instant.now();
        Process orphan = keep(new ProcessBuilder(COMMAND).start());
        write(new ProcessLedger.Entry(before, COMMAND, Optional.empty()));
        new ProcessLedger(state).endLeftovers(told::add);
        assertThat(orphan.waitFor()).isNotZero();
    }

    @Test
    void forgetsAProcessThatEndedInOrder() throws Exception {
        var ledger = new ProcessLedger(state);
        keep(ledger.start("server", COMMAND, new ProcessBuilder(COMMAND))).destroyForcibly().waitFor();
        ledger.ended("server");
        assertThat(new ProcessLedger(state).names()).isEmpty();
    }

    private Process keep(Process process) {
        started.add(process);
        return process;
    }

    private void write(ProcessLedger.Entry entry) {
        new StateFile<>(state.processesFile(), ProcessLedger.Entries.class).write(new ProcessLedger.Entries(Map.of("server", entry)));
    }
}
