package dev.seedbed.app.campaign;

import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.app.stage.StageExecutors;
import dev.seedbed.campaign.CampaignFile;
import dev.seedbed.campaign.TrialInput;
import dev.seedbed.json.Json;
import dev.seedbed.method.Method;
import dev.seedbed.method.Methods;
import dev.seedbed.method.Plan;
import dev.seedbed.method.Trial;
import dev.seedbed.stage.StageKey;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.tracking.campaign.NewTrial;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What submitting a campaign would do, found out without submitting it. */
public record DryRun(Facts facts) {

    /**
     * Checks a campaign as its submission would and rehearses its trials.
     *
     * @return the stages that it would ask for, those that were computed before marked as found
     * @throws UserError if the campaign cannot run
     */
    public List<Plan.Step> of(CampaignFile file) {
        Map<String, String> versions = StageExecutors.versions();
        var plan = new Plan(stage -> known(stage, versions), stage -> key(stage, versions).hex());
        for (NewTrial trial : Preparation.checking(facts).trials(file)) {
            add(plan, trial.number(), Json.read(trial.input(), TrialInput.class));
        }
        return plan.steps();
    }

    private static void add(Plan plan, int number, TrialInput input) {
        add(plan, number, Methods.named(input.method()), input);
    }

    private static <S extends Record> void add(Plan plan, int number, Method<S> method, TrialInput input) {
        Class<S> type = method.settingsType();
        plan.add(number, method, new Trial<>(input.dataset(), Json.read(input.settings(), type), input.seed()));
    }

    private static StageKey key(StageSpec<?> stage, Map<String, String> versions) {
        return StageKey.of(stage, versions.get(stage.kind()));
    }

    private Optional<?> known(StageSpec<?> stage, Map<String, String> versions) {
        return facts.stages().find(key(stage, versions)).map(found -> Json.read(found.result(), stage.resultType()));
    }
}
