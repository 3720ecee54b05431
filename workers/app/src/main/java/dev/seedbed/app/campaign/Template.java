package dev.seedbed.app.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.campaign.SettingsPath;
import dev.seedbed.campaign.SettingsTree;
import dev.seedbed.campaign.TrialInput;
import dev.seedbed.json.Json;
import dev.seedbed.method.Method;
import dev.seedbed.method.Methods;
import dev.seedbed.tracking.campaign.NewTrial;
import java.util.Collection;
import java.util.List;

/**
 * What a campaign's trials are made from, fixed at its submission.
 *
 * @param input of a trial whose settings are the method's defaults, as they were then
 * @param settings the campaign file's own
 * @param seeds that every point is tried with
 * @param weights that the file's names stand for
 */
record Template(TrialInput input, ObjectNode settings, List<Long> seeds, List<WeightsResolver.Named> weights) {

    /**
     * A trial, its input complete.
     *
     * @param own what differs from the defaults
     * @throws UserError if it cannot run
     */
    NewTrial trial(Facts facts, int number, String name, long seed, ObjectNode own) {
        return new NewTrial(number, name, seed, own, Json.tree(input(Methods.named(input.method()), facts, seed, own)));
    }

    private <S extends Record> TrialInput input(Method<S> method, Facts facts, long seed, ObjectNode own) {
        Class<S> type = method.settingsType();
        S asked = read(SettingsTree.over(input.settings(), own), type);
        List<String> objections = method.objections(input.dataset(), asked);
        if (!objections.isEmpty()) {
            throw new UserError(String.join("; ", objections));
        }
        var settings = (ObjectNode) Json.tree(asked);
        WeightsResolver.knowing(facts.artifacts(), weights).resolve(settings);
        new LabelResolver(facts, input.dataset()).resolve(settings);
        S resolved = Json.read(settings, type);
        return new TrialInput(
                0, method.name(), input.dataset().withArrays(method.arrays(resolved)), settings, seed, input.executorVersions(), input.course());
    }

    private static <S> S read(ObjectNode settings, Class<S> type) {
        try {
            return Json.read(settings, type);
        } catch (IllegalArgumentException e) {
            Throwable reason = e.getCause() != null && e.getCause().getCause() != null ? e.getCause().getCause() : e;
            throw new UserError(reason.getMessage(), e);
        }
    }

    /** A trial that cannot run, as it would be recorded. */
    NewTrial impossible(int number, String name, long seed, ObjectNode own) {
        return new NewTrial(number, name, seed, own, Json.tree(input));
    }

    /** @throws UserError if the method has no setting at one of the paths, naming the nearest */
    void requirePaths(Collection<String> paths) {
        Class<?> type = Methods.named(input.method()).settingsType();
        paths.forEach(path -> SettingsPath.objection(path, type).ifPresent(objection -> {
            throw new UserError(path + ": " + objection);
        }));
    }
}
