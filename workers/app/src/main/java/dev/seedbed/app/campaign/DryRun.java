package dev.seedbed.app.campaign;

import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.app.stage.StageExecutors;
import dev.seedbed.campaign.CampaignFile;
import dev.seedbed.campaign.CampaignSpec;
import dev.seedbed.campaign.Search;
import dev.seedbed.campaign.TrialInput;
import dev.seedbed.json.Json;
import dev.seedbed.method.Method;
import dev.seedbed.method.Methods;
import dev.seedbed.method.Plan;
import dev.seedbed.method.Trial;
import dev.seedbed.search.Observation;
import dev.seedbed.search.Proposal;
import dev.seedbed.stage.StageKey;
import dev.seedbed.stage.StageSpec;
import dev.seedbed.tracking.campaign.NewTrial;
import java.util.ArrayList;
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
        Preparation preparation = Preparation.checking(facts);
        for (NewTrial trial : preparation.trials(file)) {
            add(plan, trial.number(), Json.read(trial.input(), TrialInput.class));
        }
        Template template = preparation.template(file);
        int number = 0;
        for (Proposal proposal : firstPoints(file.spec())) {
            for (long seed : template.seeds()) {
                NewTrial trial = template.trial(facts, ++number, "", seed, Proposals.own(template, proposal.point()));
                add(plan, number, Json.read(trial.input(), TrialInput.class));
            }
        }
        return plan.steps();
    }

    /** The points that a campaign's search would begin with, before anything is known; none where it has no search. */
    public static List<Proposal> firstPoints(CampaignSpec spec) {
        return spec.search().map(search -> firstPoints(search, spec.terms().pointsAtOnce())).orElse(List.of());
    }

    private static List<Proposal> firstPoints(Search search, int atOnce) {
        var points = new ArrayList<Proposal>();
        for (int number = 1; number <= Math.min(atOnce, search.most()); number++) {
            var running = new ArrayList<Observation>();
            points.forEach(point -> running.add(new Observation(running.size() + 1, point.point(), new Observation.Running())));
            int given = search.given().size();
            Optional<Proposal> next = number <= given
                    ? Optional.of(new Proposal(search.given().get(number - 1), "given", Json.mapper().createObjectNode()))
                    : search.sampler().propose(search.space(), search.objectives(), running, number - given);
            next.ifPresent(points::add);
        }
        return points;
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
