package dev.seedbed.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.app.cli.Listing.Column;
import dev.seedbed.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ListingTest {

    record Trial(String name, OptionalInt round, Optional<String> error, List<String> devices) {}

    private static final List<Trial> TRIALS = List.of(
            new Trial("a", OptionalInt.of(7), Optional.empty(), List.of()),
            new Trial("longer", OptionalInt.of(12), Optional.of("lost"), List.of("cpu:0", "cpu:1")));

    @Test
    void alignsWordsLeftAndNumbersRightAndShowsWhatIsAbsentAsADash() {
        assertThat(printed(false, TRIALS)).isEqualTo("""
                NAME    ROUND  ERROR  DEVICES
                a           7  -      -
                longer     12  lost   cpu:0,cpu:1
                """);
    }

    @Test
    void printsOneJsonArrayWithAllPropertiesWhateverTheColumns() {
        var array = Json.read(printed(true, TRIALS), com.fasterxml.jackson.databind.JsonNode.class);
        assertThat(array).hasSize(2);
        assertThat(array.get(1).get("devices").get(1).textValue()).isEqualTo("cpu:1");
        assertThat(array.get(0).has("error")).isTrue();
        assertThat(array.get(0).get("error").isNull()).isTrue();
    }

    @Test
    void printsAnEmptyArrayOrOnlyTitlesForNoRows() {
        assertThat(printed(true, List.of())).isEqualTo("[]\n");
        assertThat(printed(false, List.of())).isEqualTo("NAME  ROUND  ERROR  DEVICES\n");
    }

    private static String printed(boolean json, List<Trial> trials) {
        var bytes = new ByteArrayOutputStream();
        new Listing(new PrintStream(bytes, true, StandardCharsets.UTF_8), json).print(
                trials,
                new Column<Trial>("NAME", Trial::name),
                new Column<Trial>("ROUND", Trial::round),
                new Column<Trial>("ERROR", Trial::error),
                new Column<Trial>("DEVICES", Trial::devices));
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
