package dev.seedbed.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.json.Json;
import dev.seedbed.method.DatasetCard;
import dev.seedbed.method.Method;
import dev.seedbed.method.Plan;
import dev.seedbed.method.Trial;
import dev.seedbed.stage.StageKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The campaign files that come with the project. */
class CampaignsTest {

    private static final Path FOLDER = Path.of("campaigns");

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            return all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyCampaignCanBeRehearsed(Path file) throws IOException {
        String text = Files.readString(file).replace("weights: builtin", "weights: " + Sha256.of("weights"));
        Map<String, String> weights =
                text.contains("method: drill") ? Map.of() : Map.of("settings.backbone.weights", Sha256.of("weights"));
        CampaignFile campaign = CampaignFile.read(file.toString(), text, weights);
        Plan plan = plan(campaign, campaign.method());
        assertThat(plan.steps()).isNotEmpty().allSatisfy(step -> assertThat(step.images() > 0 || step.kind().equals("drill")).isTrue());
        assertThat(plan.steps().getFirst().from()).isEmpty();
    }

    private static <S extends Record> Plan plan(CampaignFile campaign, Method<S> method) {
        var plan = new Plan(_ -> Optional.empty(), stage -> StageKey.of(stage, "1").hex());
        for (CampaignSpec.TrialPlan trial : trials(campaign.spec())) {
            assertThat(campaign.objections(trial, method, card(campaign.spec()))).isEmpty();
            plan.add(trial.number(), method, new Trial<>(card(campaign.spec()), campaign.settings(trial, method), trial.seed()));
        }
        return plan;
    }

    /** All trials, or of a search those at the ends of its space. */
    private static List<CampaignSpec.TrialPlan> trials(CampaignSpec spec) {
        return spec.search()
                .map(search -> IntStream.range(0, search.ends().size())
                        .mapToObj(i -> spec.trial(i + 1, i + 1, search.ends().get(i), spec.seeds().getFirst()))
                        .toList())
                .orElseGet(spec::trials);
    }

    private static DatasetCard card(CampaignSpec spec) {
        var truth = new LabelVersion(Sha256.of("truth"), LabelVersion.Kind.TRUTH, "import");
        return new DatasetCard(
                new DatasetRef(spec.dataset(), Sha256.of("data")), Map.of("train", 1464, "trainaug", 10_582, "val", 1449), true,
                Optional.of(Map.of("train", 3_500, "trainaug", 26_000, "val", 3_400)), Optional.of(truth), spec.lists(), Optional.empty());
    }

    /** What a file says survives the database: settings that a variant takes away are still taken away. */
    @ParameterizedTest
    @MethodSource("files")
    void everyCampaignReadsBackAsItWasWritten(Path file) throws IOException {
        String written = Json.write(CampaignFile.read(file.toString(), Files.readString(file), Map.of()).spec());
        assertThat(Json.write(Json.read(written, CampaignSpec.class))).isEqualTo(written);
        assertThat(written.contains(":null")).isEqualTo(Files.readString(file).contains(": null"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileSaysHowToRunItAndWhatItCosts(Path file) throws IOException {
        List<String> header = Files.readAllLines(file).stream().takeWhile(line -> line.startsWith("#")).toList();
        assertThat(header).anyMatch(line -> line.contains("./seedbed")).anyMatch(line -> line.contains("Cost:"));
    }
}
