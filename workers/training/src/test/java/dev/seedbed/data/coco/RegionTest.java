package dev.seedbed.data.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The cases of polygons.json were made with pycocotools 2.0: polygons inside and half outside, with whole, repeated and crossing corners. */
class RegionTest {

    @Test
    void polygonsAreFilledAsPycocotoolsDoes() throws IOException {
        for (JsonNode each : cases()) {
            int width = each.get("width").intValue();
            int height = each.get("height").intValue();
            Region expected = Region.ofRuns(RunLengths.read(each.get("counts")), width, height);
            assertThat(Region.ofPolygons(List.of(polygon(each)), width, height)).isEqualTo(expected);
        }
    }

    @Test
    void compressedRunLengthsAreThoseThatTheyWereMadeOf() throws IOException {
        for (JsonNode each : cases()) {
            long[] counts = Json.mapper().treeToValue(each.get("counts"), long[].class);
            assertThat(RunLengths.read(each.get("compressed"))).isEqualTo(counts);
        }
    }

    @Test
    void aRectangleOnWholePixelsIsExact() {
        Region region = Region.ofPolygons(List.of(new double[] {2, 1, 5, 1, 5, 3, 2, 3}), 8, 6);
        byte[] labels = new byte[48];
        region.paint(labels, 7);
        for (int at = 0; at < labels.length; at++) {
            boolean inside = at % 8 >= 2 && at % 8 < 5 && at / 8 >= 1 && at / 8 < 3;
            assertThat(labels[at]).isEqualTo((byte) (inside ? 7 : 0));
        }
        assertThat(region.area()).isEqualTo(6);
    }

    @Test
    void severalPolygonsAreTheirUnion() {
        double[] one = {0, 0, 4, 0, 4, 4, 0, 4};
        double[] other = {2, 2, 6, 2, 6, 6, 2, 6};
        assertThat(Region.ofPolygons(List.of(one, other), 8, 8).area()).isEqualTo(16 + 16 - 4);
    }

    @Test
    void runLengthsThatDoNotFitThePictureAreRefused() {
        assertThatThrownBy(() -> Region.ofRuns(new long[] {3, 4}, 4, 2)).hasMessageContaining("add up to 7");
        assertThatThrownBy(() -> Region.ofRuns(new long[] {3, 9}, 4, 2)).hasMessageContaining("lead out");
        assertThatThrownBy(() -> Region.ofRuns(new long[] {3, -1, 6}, 4, 2)).hasMessageContaining("lead out");
        assertThatThrownBy(() -> Region.ofRuns(new long[] {1, Long.MAX_VALUE, Long.MAX_VALUE}, 4, 2)).hasMessageContaining("lead out");
    }

    @Test
    void damagedRunLengthsAreRefusedWhateverTheyAre() {
        assertThatThrownBy(() -> RunLengths.decode("0Z")).hasMessageContaining("character 3");
        assertThatThrownBy(() -> RunLengths.decode("ooooooooooo")).hasMessageContaining("damaged");
        for (int seed = 0; seed < 2000; seed++) {
            var random = new Random(seed);
            String text = random.ints(random.nextInt(1, 12), 33, 130).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
            try {
                Region.ofRuns(RunLengths.decode(text), 5, 5);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("run lengths");
            }
        }
    }

    @Test
    void polygonsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Region.ofPolygons(List.of(new double[] {1, 2, 3, 4}), 8, 8)).hasMessageContaining("4 numbers");
        assertThatThrownBy(() -> Region.ofPolygons(List.of(new double[] {1, 2, 3, 4, 5, 60}), 8, 8)).hasMessageContaining("far outside");
        assertThatThrownBy(() -> Region.ofPolygons(List.of(new double[] {1, 2, 3, 4, 5, Double.NaN}), 8, 8)).hasMessageContaining("far outside");
    }

    private static JsonNode cases() throws IOException {
        try (var in = RegionTest.class.getResourceAsStream("polygons.json")) {
            return Json.mapper().readTree(in);
        }
    }

    private static double[] polygon(JsonNode each) throws IOException {
        return Json.mapper().treeToValue(each.get("polygon"), double[].class);
    }
}
