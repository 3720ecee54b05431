package dev.seedbed.app.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.campaign.TrialInput;
import dev.seedbed.json.Json;
import dev.seedbed.json.Nearest;
import dev.seedbed.method.Method;
import dev.seedbed.method.Methods;
import dev.seedbed.method.Rehearsal;
import dev.seedbed.method.Trial;
import dev.seedbed.stage.StageKey;
import dev.seedbed.stage.StageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out, by rehearsals, whether a fork leaves the stages before the named one as they are. */
record ForkCheck(Facts facts) {

    private record Stage(String kind, String key) {}

    /**
     * @param from a stage's kind, of which the first counts, or its number in the trial
     * @throws UserError if there is no such stage, an earlier one would change, or none would
     */
    void require(JsonNode parent, JsonNode fork, String from) {
        List<Stage> before = stages(Json.read(parent, TrialInput.class));
        List<Stage> after = stages(Json.read(fork, TrialInput.class));
        int named = place(before, from);
        int first = firstDifference(before, after);
        if (first == Math.max(before.size(), after.size())) {
            throw new UserError("no stage would differ from the trial's; the settings change nothing that is computed");
        }
        if (first < named) {
            throw new UserError("stage " + (first + 1) + " (" + before.get(first).kind() + ") would change, which comes before " + from
                    + "; fork from there: --from " + (first + 1));
        }
    }

    private static int place(List<Stage> stages, String from) {
        if (from.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(from);
            if (number < 1 || number > stages.size()) {
                throw new UserError("the trial has stages 1 to " + stages.size() + ", not " + from);
            }
            return number - 1;
        }
        List<String> kinds = stages.stream().map(Stage::kind).toList();
        if (!kinds.contains(from)) {
            throw new UserError("the trial has no stage " + from + Nearest.hint(from, kinds.stream().distinct().toList()));
        }
        return kinds.indexOf(from);
    }

    private static int firstDifference(List<Stage> before, List<Stage> after) {
        int most = Math.max(before.size(), after.size());
        for (int i = 0; i < most; i++) {
            if (i >= before.size() || i >= after.size() || !before.get(i).equals(after.get(i))) {
                return i;
            }
        }
        return most;
    }

    private List<Stage> stages(TrialInput input) {
        return stages(Methods.named(input.method()), input);
    }

    private <S extends Record> List<Stage> stages(Method<S> method, TrialInput input) {
        var stages = new ArrayList<Stage>();
        var rehearsal = new Rehearsal(
                stage -> known(stage, input), stage -> key(stage, input).hex(),
                (stage, _, _) -> stages.add(new Stage(stage.kind(), key(stage, input).hex())));
        method.run(new Trial<>(input.dataset(), Json.read(input.settings(), method.settingsType()), input.seed()), rehearsal);
        return stages;
    }

    private static StageKey key(StageSpec<?> stage, TrialInput input) {
        return StageKey.of(stage, input.executorVersions().get(stage.kind()));
    }

    private Optional<?> known(StageSpec<?> stage, TrialInput input) {
        return facts.stages().find(key(stage, input)).map(found -> Json.read(found.result(), stage.resultType()));
    }
}
