package dev.seedbed.app.campaign;

import dev.seedbed.app.UserError;
import dev.seedbed.campaign.Search;
import dev.seedbed.json.Nearest;
import dev.seedbed.method.Method;
import dev.seedbed.method.Outcome;
import dev.seedbed.method.Rehearsal;
import dev.seedbed.method.Trial;
import dev.seedbed.search.Objective;
import dev.seedbed.search.Pruning;
import dev.seedbed.search.Rungs;
import dev.seedbed.stage.StageKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a trial reports and asks for, by a rehearsal, and whether a search can go by it.
 *
 * @param kinds of its stages, in their order
 */
record SearchCheck(Outcome outcome, List<String> kinds) {

    static <S extends Record> SearchCheck of(Method<S> method, Trial<S> trial) {
        var kinds = new ArrayList<String>();
        Outcome outcome = method.run(
                trial, new Rehearsal(_ -> Optional.empty(), stage -> StageKey.of(stage, "").hex(), (stage, _, _) -> kinds.add(stage.kind())));
        return new SearchCheck(outcome, kinds);
    }

    /** @throws UserError if an objective is never reported, or a rung never reached */
    void require(Search search) {
        for (Objective objective : search.objectives().list()) {
            boolean reported = objective.figure().equals(Objective.DEVICE_SECONDS) || outcome.figures().containsKey(objective.figure());
            if (!reported) {
                throw new UserError("search.objectives: no trial would report " + objective.figure()
                        + Nearest.hint(objective.figure(), outcome.figures().keySet()));
            }
        }
        search.pruner().map(Pruning::rungs).ifPresent(this::require);
    }

    private void require(Rungs rungs) {
        switch (rungs) {
            case Rungs.Steps steps -> requireStage(steps.stage(), steps.round());
            case Rungs.Labels labels -> labels.stages().forEach(stage -> requireStage(stage.kind(), stage.round()));
        }
    }

    private void requireStage(String kind, int round) {
        if (!kinds.contains(kind)) {
            throw new UserError("search.pruner: no trial would have a stage " + kind + Nearest.hint(kind, kinds.stream().distinct().toList()));
        }
        long rounds = kinds.stream().filter(kind::equals).count();
        if (round > rounds) {
            throw new UserError("search.pruner: a trial would have " + rounds + " stages " + kind + ", not " + round);
        }
    }
}
