package dev.seedbed.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelManifest;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.MaskCodec;
import dev.seedbed.json.Json;
import dev.seedbed.stage.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPicturesTest {

    @TempDir
    private Path folder;

    private final MemoryStore store = new MemoryStore();
    private ImportedDataset imported;
    private Images train;

    @BeforeEach
    void importASmallSet() throws IOException {
        imported = VocImport.importVoc(VocFixture.write(folder).root(), ImportOptions.defaults().squashedTo(32), store, Progress.NONE);
        train = Images.of(new DatasetRef("small", imported.ref().sha256()), "train");
    }

    @Test
    void everyMarkedPixelTakesTheMeanColourAndNoOther() {
        byte[] regions = new byte[32 * 32];
        regions[7] = 2;
        regions[9] = (byte) Mask.IGNORE;
        StoredPictures plain = StoredPictures.open(store, train);
        StoredPictures erased = StoredPictures.open(store, train.erasing(regions(imported.ref().sha256(), regions)));
        byte[] before = plain.raster(1).rgb();
        byte[] after = erased.raster(1).rgb();
        for (int i = 0; i < before.length; i++) {
            boolean marked = i / 3 == 7 || i / 3 == 9;
            assertThat(after[i]).isEqualTo(marked ? imported.manifest().meanColour().get(i % 3).byteValue() : before[i]);
        }
        assertThat(plain.truth(0)).isPresent();
        assertThat(plain.saliency(0)).isEmpty();
    }

    @Test
    void smallSetsStayDecodedAndLargeOnesDoNot() {
        StoredPictures small = StoredPictures.open(store, train);
        assertThat(small.raster(0)).isSameAs(small.raster(0));
        StoredPictures large = StoredPictures.open(store, train, 100);
        assertThat(large.raster(0)).isNotSameAs(large.raster(0));
        assertThat(large.raster(0).rgb()).isEqualTo(small.raster(0).rgb());
    }

    @Test
    void regionsOfAnotherDataSetAreRefused() {
        LabelVersion foreign = regions("0".repeat(64), new byte[32 * 32]);
        assertThatThrownBy(() -> StoredPictures.open(store, train.erasing(foreign))).hasMessageContaining("belong to data set 0000");
    }

    private LabelVersion regions(String dataset, byte[] labels) {
        String mask = store.put(MaskCodec.encode(new Mask(32, 32, labels)), ArtifactRef.Format.MASK).sha256();
        var manifest = new LabelManifest(dataset, Map.of("a", mask, "b", mask));
        String sha256 = store.put(Json.write(manifest).getBytes(), ArtifactRef.Format.LABELS).sha256();
        return new LabelVersion(sha256, LabelVersion.Kind.REGIONS, "test");
    }
}
