package dev.seedbed.tracking.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.artifact.ArtifactException;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactRef.Format;
import dev.seedbed.artifact.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderArtifactStoreTest {

    @TempDir
    Path root;

    private FolderArtifactStore store;

    @BeforeEach
    void open() {
        store = new FolderArtifactStore(root);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<Path> unfinished() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("unfinished"))) {
            return files.toList();
        }
    }

    @Test
    void namesBytesByTheirContentAndGivesThemBack() throws IOException {
        ArtifactRef ref = store.put(bytes("weights"), Format.SAFETENSORS);
        assertThat(ref).isEqualTo(new ArtifactRef(Sha256.of("weights"), 7, Format.SAFETENSORS));
        assertThat(store.read(ref)).isEqualTo(bytes("weights"));
        assertThat(store.file(ref.sha256())).hasBinaryContent(bytes("weights"));
        assertThat(store.file(ref.sha256()))
                .isEqualTo(root.resolve("blobs").resolve(ref.sha256().substring(0, 2)).resolve(ref.sha256().substring(2)));
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void storesFilesAndLeavesThemAsTheyAre() throws IOException {
        Path file = Files.write(root.resolve("model"), new byte[3_000_000]);
        ArtifactRef ref = store.put(file, Format.SAFETENSORS);
        assertThat(ref.sha256()).isEqualTo(Sha256.of(new byte[3_000_000]));
        assertThat(store.put(file, Format.SAFETENSORS)).isEqualTo(ref);
        assertThat(file).hasSize(3_000_000);
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void storesWhatIsWrittenAndKeepsNothingOfWhatWasNotWrittenToItsEnd() throws IOException {
        ArtifactRef ref = store.put(out -> out.write(bytes("weights")), Format.SAFETENSORS);
        assertThat(ref).isEqualTo(store.put(bytes("weights"), Format.SAFETENSORS));
        assertThatThrownBy(() -> store.put(out -> {
            out.write(bytes("half of"));
            throw new OutOfMemoryError("none left");
        }, Format.SAFETENSORS)).isInstanceOf(OutOfMemoryError.class);
        assertThat(store.has(Sha256.of(bytes("half of")))).isFalse();
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void storesManyAtOnceInOrder() {
        var random = new Random(1);
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            byte[] each = new byte[random.nextInt(2_000)];
            random.nextBytes(each);
            contents.add(each);
            contents.add(each);
        }
        List<ArtifactRef> refs = store.putAll(contents, Format.MASK);
        for (int i = 0; i < contents.size(); i++) {
            assertThat(store.read(refs.get(i))).isEqualTo(contents.get(i));
        }
        assertThat(store.putAll(List.of(), Format.MASK)).isEmpty();
    }

    @Test
    void saysWhichBytesRottedWhereAndWhatToDo() throws IOException {
        ArtifactRef ref = store.put(bytes("labels"), Format.LABELS);
        Path path = store.file(ref.sha256());
        Files.write(path, bytes("lapels"));
        assertThatThrownBy(() -> store.read(ref)).isInstanceOf(ArtifactException.class)
                .hasMessageContainingAll(ref.sha256(), path.toString(), "corrupt", "restore");
        assertThatThrownBy(() -> new FolderArtifactStore(root).file(ref.sha256())).isInstanceOf(ArtifactException.class)
                .hasMessageContaining("corrupt");
        Files.delete(path);
        assertThatThrownBy(() -> store.read(ref)).isInstanceOf(ArtifactException.class)
                .hasMessageContainingAll(ref.sha256(), path.toString(), "missing");
    }

    @Test
    void noticesRotInAFileThatItVerifiedBefore() throws IOException {
        ArtifactRef ref = store.put(bytes("labels"), Format.LABELS);
        Path path = store.file(ref.sha256());
        Files.write(path, bytes("lapels"));
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(5)));
        assertThatThrownBy(() -> store.file(ref.sha256())).isInstanceOf(ArtifactException.class).hasMessageContaining("corrupt");
    }

    @Test
    void puttingAgainHealsRottenBytesAndCountsAsPutNow() throws IOException {
        ArtifactRef ref = store.put(bytes("labels"), Format.LABELS);
        Path path = store.file(ref.sha256());
        Files.write(path, bytes("lapels"));
        new FolderArtifactStore(root).put(bytes("labels"), Format.LABELS);
        assertThat(store.read(ref)).isEqualTo(bytes("labels"));
        Instant longAgo = Instant.now().minusSeconds(1_000_000);
        Files.setLastModifiedTime(path, FileTime.from(longAgo));
        store.put(bytes("labels"), Format.LABELS);
        assertThat(Files.getLastModifiedTime(path).toInstant()).isAfter(longAgo.plusSeconds(1_000));
    }

    @Test
    void refusesNamesThatAreNoHashes() {
        assertThatThrownBy(() -> store.read("../../etc/passwd")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.has("AB")).isInstanceOf(IllegalArgumentException.class);
    }
}
