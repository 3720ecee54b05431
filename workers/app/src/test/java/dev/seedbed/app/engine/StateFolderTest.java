package dev.seedbed.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

    @TempDir
    Path folder;

    @Test
    void isReadableByItsOwnerAloneAndHeldByOneAtATime() throws Exception {
        StateFolder state = StateFolder.at(folder.resolve("deep/state"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.root()))).isEqualTo("rwx------");
        StateLock held = state.tryLock().orElseThrow();
        assertThat(state.tryLock()).isEmpty();
        held.close();
        state.tryLock().orElseThrow().close();
    }

    @Test
    void isTheSameThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));
        assertThat(StateFolder.at(link)).isEqualTo(StateFolder.at(folder.resolve("real")));
    }

    @Test
    void keepsAPortUntilSomeoneElseHasIt() throws Exception {
        StateFolder state = StateFolder.at(folder);
        int port = new Ports(state).of("postgres");
        assertThat(new Ports(state).of("postgres")).isEqualTo(port);
        assertThat(new Ports(state).of("temporal")).isNotEqualTo(port);
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(new Ports(state).of("postgres")).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void forgetsAStackFileThatItCannotRead() throws Exception {
        StateFolder state = StateFolder.at(folder);
        Files.writeString(state.stackFile(), "{\"pid\": 1, \"por");
        assertThat(Stack.status(state)).isEmpty();
    }
}
