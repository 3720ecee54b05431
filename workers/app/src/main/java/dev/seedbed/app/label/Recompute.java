package dev.seedbed.app.label;

import dev.seedbed.app.UserError;
import dev.seedbed.campaign.CampaignFile;
import dev.seedbed.campaign.CampaignSpec;
import dev.seedbed.json.Json;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.label.Revocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The least that computes anew what a revocation took: of as few campaigns as cover every fallen stage, the trials that used one. What
 * still holds is found by its key, so submitting them computes the fallen stages and nothing else.
 */
public record Recompute(CampaignStore campaigns) {

    /** The campaigns under names that are free, those that cover most first; none where no trial asked for a fallen stage. */
    public List<CampaignSpec> of(Revocation revocation) {
        Map<Long, List<Revocation.Trial>> trials = revocation.trials().stream()
                .collect(Collectors.groupingBy(Revocation.Trial::campaignId, LinkedHashMap::new, Collectors.toList()));
        var left = new HashSet<Long>();
        trials.values().forEach(some -> left.addAll(stages(some)));
        var chosen = new ArrayList<CampaignSpec>();
        while (!left.isEmpty()) {
            long best = trials.entrySet().stream()
                    .max(Comparator.comparingInt(some -> covered(some.getValue(), left)))
                    .orElseThrow()
                    .getKey();
            chosen.add(again(best, trials.get(best), chosen.stream().map(CampaignSpec::campaign).toList()));
            left.removeAll(stages(trials.get(best)));
        }
        return chosen;
    }

    private static Set<Long> stages(List<Revocation.Trial> trials) {
        return trials.stream().flatMap(trial -> trial.stages().stream()).collect(Collectors.toSet());
    }

    private static int covered(List<Revocation.Trial> trials, Set<Long> left) {
        Set<Long> stages = stages(trials);
        stages.retainAll(left);
        return stages.size();
    }

    private CampaignSpec again(long campaign, List<Revocation.Trial> trials, List<String> taken) {
        CampaignSpec spec = Json.read(campaigns.spec(campaign), CampaignSpec.class);
        Set<Integer> numbers = trials.stream().map(Revocation.Trial::number).collect(Collectors.toSet());
        List<CampaignSpec.TrialPlan> plans = spec.trials().stream().filter(plan -> numbers.contains(plan.number())).toList();
        var variants = new TreeMap<>(spec.variants());
        variants.keySet().retainAll(plans.stream().map(CampaignSpec.TrialPlan::variant).toList());
        return new CampaignSpec(
                freeName(spec.campaign(), taken), spec.method(), spec.dataset(),
                plans.stream().map(CampaignSpec.TrialPlan::seed).distinct().toList(), spec.concurrency(), spec.settings(), variants,
                spec.lists(), Optional.empty(), Optional.empty(), spec.budget(), spec.gates(), spec.team(), spec.priority(), spec.onOutOfMemory());
    }

    private String freeName(String campaign, List<String> taken) {
        String base = campaign.replaceFirst("-again(-[0-9]+)?$", "");
        base = base.substring(0, Math.min(base.length(), 85)) + "-again";
        String name = base;
        for (int number = 2; taken.contains(name) || campaigns.find(name).isPresent(); number++) {
            name = base + "-" + number;
        }
        return name;
    }

    /**
     * Writes the campaigns as files, each under its name.
     *
     * @return the files
     * @throws UserError if they cannot be written
     */
    public static List<Path> write(List<CampaignSpec> campaigns, Path folder) {
        try {
            Files.createDirectories(folder);
            var files = new ArrayList<Path>();
            for (CampaignSpec campaign : campaigns) {
                files.add(Files.writeString(folder.resolve(campaign.campaign() + ".yaml"), CampaignFile.text(campaign)));
            }
            return files;
        } catch (IOException e) {
            throw new UserError("cannot write campaign files to " + folder + ": " + e);
        }
    }
}
