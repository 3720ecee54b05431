package dev.seedbed.app.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.app.engine.Environment;
import dev.seedbed.app.engine.Stack;
import dev.seedbed.app.engine.StateFolder;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.artifact.Sha256;
import dev.seedbed.campaign.Gate;
import dev.seedbed.campaign.GateAnswer;
import dev.seedbed.campaign.GateAnswer.Outcome;
import dev.seedbed.campaign.GateCheck;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.campaign.DecisionRow;
import dev.seedbed.tracking.campaign.DecisionStore;
import dev.seedbed.tracking.campaign.GateRows;
import dev.seedbed.tracking.campaign.NewCampaign;
import dev.seedbed.tracking.campaign.NewTrial;
import dev.seedbed.tracking.campaign.OpenGate;
import dev.seedbed.tracking.campaign.TrialStore;
import dev.seedbed.tracking.label.LabelQuality;
import dev.seedbed.tracking.label.LabelReview;
import dev.seedbed.tracking.label.LabelStore;
import dev.seedbed.tracking.label.NewLabelVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateKeeperTest {

    private static final Gate.Rule RULE = new Gate.Rule(OptionalDouble.of(0.3), OptionalDouble.of(0.5), OptionalDouble.empty());

    @TempDir
    static Path state;

    private static Stack stack;
    private static Facts facts;

    private final String campaign = "c" + UUID.randomUUID();
    private long trial;

    @BeforeAll
    static void open() throws Exception {
        stack = Stack.databaseOnly(StateFolder.at(state), Environment.current(), line -> {});
        facts = Facts.open(stack.connection());
        facts.database().migrate();
    }

    @AfterAll
    static void close() {
        facts.close();
        stack.close();
    }

    private GateCheck check(LabelVersion labels, Optional<Gate.Rule> rule, OptionalDouble hours, Gate.Otherwise otherwise) {
        if (trial == 0) {
            var nothing = Json.tree(Map.of());
            var campaigns = new CampaignStore(facts.database());
            long id = campaigns.submit(
                            new NewCampaign(campaign, Sha256.of(campaign), nothing, "file", "team", "user"), List.of(new NewTrial(1, "t", 0, nothing, nothing)))
                    .id();
            trial = new TrialStore(facts.database()).remaining(id).getFirst();
        }
        return new GateCheck(trial, 7, new Gate("fuse-regions", "train-segmenter", rule, hours, otherwise), labels);
    }

    private static LabelVersion labels(OptionalDouble miou, double coverage) {
        byte[] content = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
        var manifest = new ArtifactRef(Sha256.of(content), content.length, ArtifactRef.Format.JSON);
        Optional<LabelQuality> quality =
                miou.isPresent() ? Optional.of(new LabelQuality(miou.getAsDouble(), List.of(), List.of())) : Optional.empty();
        new LabelStore(facts.database()).importVersion(new NewLabelVersion(
                "l" + manifest.sha256().substring(0, 10), manifest, LabelVersion.Kind.FUSED, Optional.empty(), Sha256.of("data"), "tags", "", Map.of(), quality,
                coverage, Optional.empty(), List.of()));
        return new LabelVersion(manifest.sha256(), LabelVersion.Kind.FUSED, LabelStore.IMPORT);
    }

    private static GateAnswer ask(GateCheck check) {
        return new GateKeeper(facts).ask(check);
    }

    private List<DecisionRow> decisions() {
        return new DecisionStore(facts.database()).list(campaign);
    }

    @Test
    void theRuleApprovesWhatKeepsItWithItsNumbersOnRecord() {
        GateCheck check = check(labels(OptionalDouble.of(0.4), 0.6), Optional.of(RULE), OptionalDouble.empty(), Gate.Otherwise.REFUSE);
        assertThat(ask(check).outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(ask(check)).as("asked again").isEqualTo(ask(check));
        assertThat(decisions()).singleElement().satisfies(row -> {
            assertThat(row.kind()).isEqualTo("approve-labels");
            assertThat(row.ordinal()).isEqualTo(7);
            assertThat(row.numbers().toString()).contains("\"miou\":0.4", "\"coverage\":0.6");
        });
    }

    @Test
    void theRuleAloneRefusesWhatDoesNotKeepItAndSaysWhy() {
        GateCheck check = check(labels(OptionalDouble.of(0.2), 0.4), Optional.of(RULE), OptionalDouble.empty(), Gate.Otherwise.REFUSE);
        assertThat(ask(check).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(ask(check).reason()).contains("its mIoU 0.2000 is below 0.3").contains("its coverage 0.4000 is below 0.5");
    }

    @Test
    void withoutTruthARuleOnQualityIsNotKept() {
        GateCheck check = check(labels(OptionalDouble.empty(), 1), Optional.of(RULE), OptionalDouble.empty(), Gate.Otherwise.REFUSE);
        assertThat(ask(check).reason()).contains("no true masks");
    }

    @Test
    void aPersonIsWaitedForWhereTheRuleIsNotKeptAndHasTheLastWord() {
        LabelVersion labels = labels(OptionalDouble.of(0.2), 0.6);
        GateCheck check = check(labels, Optional.of(RULE), OptionalDouble.of(2), Gate.Otherwise.REFUSE);
        assertThat(ask(check).outcome()).isEqualTo(Outcome.OPEN);
        OpenGate open = GateRows.open(facts.database(), Optional.of(campaign)).getFirst();
        assertThat(open.trial()).isEqualTo(1);
        new LabelReview(facts.database(), "user").approve(open.labelId(), Optional.empty());
        assertThat(ask(check).outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(GateRows.open(facts.database(), Optional.of(campaign))).isEmpty();
        new LabelReview(facts.database(), "user").reject(open.labelId(), Optional.empty());
        assertThat(ask(check).outcome()).as("what passed has passed").isEqualTo(Outcome.APPROVED);
    }

    @Test
    void whatAPersonRejectedDoesNotPassThoughItKeepsTheRule() {
        LabelVersion labels = labels(OptionalDouble.of(0.9), 1);
        new LabelReview(facts.database(), "user").reject(GateRows.label(facts.database(), labels).orElseThrow(), Optional.empty());
        assertThat(ask(check(labels, Optional.of(RULE), OptionalDouble.empty(), Gate.Otherwise.APPROVE)).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void theDeadlineStaysWhatItWasFirstAndThenOtherwiseHappens() {
        for (Gate.Otherwise otherwise : Gate.Otherwise.values()) {
            trial = 0;
            var fresh = new GateKeeperTest();
            GateCheck check = fresh.check(labels(OptionalDouble.empty(), 1), Optional.empty(), OptionalDouble.of(2), otherwise);
            assertThat(ask(check).outcome()).isEqualTo(Outcome.OPEN);
            var deadline = GateRows.open(facts.database(), Optional.of(fresh.campaign)).getFirst().deadline();
            assertThat(ask(check).outcome()).isEqualTo(Outcome.OPEN);
            assertThat(GateRows.open(facts.database(), Optional.of(fresh.campaign)).getFirst().deadline()).isPresent().isEqualTo(deadline);
            facts.database().with(handle -> handle.execute("UPDATE gate SET deadline = now() WHERE trial_id = ?", check.trialId()));
            assertThat(ask(check).outcome()).isEqualTo(otherwise == Gate.Otherwise.APPROVE ? Outcome.APPROVED : Outcome.REFUSED);
            assertThat(ask(check).reason()).contains("nobody said anything in time");
        }
    }

    @Test
    void withoutRuleAndHoursAPersonHasAllTheTime() {
        GateCheck check = check(labels(OptionalDouble.empty(), 1), Optional.empty(), OptionalDouble.empty(), Gate.Otherwise.REFUSE);
        assertThat(ask(check).outcome()).isEqualTo(Outcome.OPEN);
        assertThat(GateRows.open(facts.database(), Optional.of(campaign)).getFirst().deadline()).isEmpty();
    }
}
