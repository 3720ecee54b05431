package dev.seedbed.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a shell runs it, with nothing else running. */
class CommandLineTest {

    @TempDir
    Path folder;

    record Outcome(int code, String out, String err) {}

    @Test
    void saysThatNothingRunsAndPrintsAnEmptyArrayWhereAProgramAsks() throws Exception {
        Outcome before = run(Map.of(), "--state", folder.toString(), "status", "--json");
        assertThat(before.code()).isZero();
        assertThat(Json.read(before.out(), JsonNode.class)).isEmpty();
        assertThat(before.err()).contains("nothing runs on " + folder.toRealPath());
        Outcome after = run(Map.of("SEEDBED_STATE", "/nowhere"), "status", "--state", folder.toString());
        assertThat(after.code()).isZero();
        assertThat(after.out()).isEmpty();
    }

    @Test
    void answersMistakesWithOneMessageAndCodeTwo() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        mistake(Map.of(), "needs a folder", "is a file", "--state", file.toString(), "status");
        mistake(Map.of(), "unknown option", "Unknown option: '--wrong'", "status", "--wrong");
        mistake(Map.of(), "no command", "a command is missing");
        mistake(Map.of(), "bad device", "--devices has tpu:0", "up", "--devices", "tpu:0", "--state", folder.toString());
        mistake(Map.of(), "device twice", "twice", "up", "--devices", "cpu:0,cpu:0", "--state", folder.toString());
        mistake(Map.of(), "no slots", "at least one", "up", "--cpu-slots", "0", "--state", folder.toString());
        mistake(Map.of(), "worker alone", "./seedbed up", "worker", "--pool", "cpu", "--state", folder.toString());
        mistake(Map.of("SEEDBED_JDBC_URL", "postgres://db"), "JDBC URL", "jdbc:postgresql:", "migrate", "--state", folder.toString());
        mistake(Map.of("TEMPORAL_ADDRESS", "nonsense"), "Temporal", "host:port", "worker", "--pool", "cpu", "--state", folder.toString());
    }

    @Test
    void answersLabelVersionsThatThereAreNotWithCodeTwo() throws Exception {
        String state = folder.resolve("state").toString();
        for (String deed : List.of("show", "approve", "revoke")) {
            mistake(Map.of(), deed, "there is no label version 99", "labels", deed, "99", "--state", state);
        }
        mistake(Map.of(), "another name", "there is no tag best", "labels", "tag", "--remove", "best", "--state", state);
        mistake(Map.of(), "no name", "VERSION NAME", "labels", "tag", "1", "--state", state);
        Outcome list = run(Map.of(), "labels", "--json", "--state", state);
        assertThat(list.out().strip()).isEqualTo("[]");
    }

    private void mistake(Map<String, String> environment, String what, String message, String... arguments) throws Exception {
        Outcome outcome = run(environment, arguments);
        assertThat(outcome.code()).as(what + ": " + outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).as(what).contains(message).doesNotContain("\tat ");
        assertThat(outcome.out()).as(what).isEmpty();
    }

    private Outcome run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", null);
        Path err = Files.createTempFile(folder, "err", null);
        ProcessBuilder builder = TestSeedbed.JVM.process(
                TestSeedbed.JVM.command("128m", List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), List.of(arguments)));
        builder.environment().keySet().removeAll(List.of("SEEDBED_JDBC_URL", "TEMPORAL_ADDRESS", "SEEDBED_STATE"));
        builder.environment().putAll(environment);
        int code = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
        return new Outcome(code, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
