package dev.seedbed.app.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.app.stage.StageExecutors;
import dev.seedbed.artifact.DatasetRef;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.campaign.CampaignFile;
import dev.seedbed.campaign.CampaignSpec;
import dev.seedbed.campaign.Search;
import dev.seedbed.campaign.SettingsTree;
import dev.seedbed.campaign.TrialCourse;
import dev.seedbed.campaign.TrialInput;
import dev.seedbed.json.Json;
import dev.seedbed.json.Nearest;
import dev.seedbed.method.DatasetCard;
import dev.seedbed.method.Method;
import dev.seedbed.method.Trial;
import dev.seedbed.search.Point;
import dev.seedbed.stage.Cams;
import dev.seedbed.stage.Cues;
import dev.seedbed.tracking.campaign.NewTrial;
import dev.seedbed.tracking.dataset.DatasetRow;
import dev.seedbed.tracking.dataset.DatasetStore;
import dev.seedbed.tracking.dataset.ImportedArraysRow;
import dev.seedbed.tracking.dataset.ImportedArraysStore;
import dev.seedbed.tracking.label.LabelStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a campaign's trials are given, checked: data, settings, weights. */
record Preparation(Facts facts, WeightsResolver weights) {

    /** Puts weights that the campaign names into the artifact store. */
    static Preparation storing(Facts facts) {
        return new Preparation(facts, WeightsResolver.storing(facts.artifacts()));
    }

    /** Stores nothing. */
    static Preparation checking(Facts facts) {
        return new Preparation(facts, WeightsResolver.checking());
    }

    /**
     * The trials of a campaign, their inputs complete.
     *
     * @throws UserError if the campaign cannot run
     */
    List<NewTrial> trials(CampaignFile file) {
        return trials(file, file.method(), card(file.spec()));
    }

    private <S extends Record> List<NewTrial> trials(CampaignFile file, Method<S> method, DatasetCard dataset) {
        var labels = new LabelResolver(facts, dataset);
        var trials = new ArrayList<NewTrial>();
        for (CampaignSpec.TrialPlan plan : file.spec().trials()) {
            List<String> objections = file.objections(plan, method, dataset);
            if (!objections.isEmpty()) {
                throw new UserError("the campaign cannot run:\n  " + String.join("\n  ", objections));
            }
            var settings = (ObjectNode) Json.tree(file.settings(plan, method));
            weights.resolve(settings);
            labels.resolve(settings);
            S resolved = Json.read(settings, method.settingsType());
            DatasetCard needed = dataset.withArrays(method.arrays(resolved));
            new ImportsCheck(facts).check(method, new Trial<>(needed, resolved, plan.seed()));
            var input = new TrialInput(0, method.name(), needed, settings, plan.seed(), StageExecutors.versions(), course(file));
            trials.add(new NewTrial(plan.number(), title(plan), plan.seed(), plan.settings(), Json.tree(input)));
        }
        return trials;
    }

    private static Optional<TrialCourse> course(CampaignFile file) {
        return Optional.of(file.spec().course());
    }

    /**
     * What a campaign's trials are made from as it goes on; of a search, every end of its space is tried out.
     *
     * @throws UserError if the campaign cannot run
     */
    Template template(CampaignFile file) {
        return template(file, file.method(), card(file.spec()));
    }

    private <S extends Record> Template template(CampaignFile file, Method<S> method, DatasetCard dataset) {
        CampaignSpec spec = file.spec();
        var defaults = (ObjectNode) Json.tree(method.defaults());
        var input = new TrialInput(0, method.name(), dataset, defaults, 0, StageExecutors.versions(), course(file));
        var labels = new LabelResolver(facts, dataset);
        spec.search().ifPresent(search -> search.ends().forEach(end -> check(search, end, method, dataset, labels, spec, input)));
        return new Template(input, spec.settings(), spec.seeds(), weights.resolved());
    }

    private <S extends Record> void check(
            Search search, Point end, Method<S> method, DatasetCard dataset, LabelResolver labels, CampaignSpec spec, TrialInput input) {
        long seed = spec.seeds().getFirst();
        S asked = Json.read(SettingsTree.over(input.settings(), spec.trial(1, 1, end, seed).settings()), method.settingsType());
        List<String> objections = method.objections(dataset, asked);
        if (!objections.isEmpty()) {
            throw new UserError("the campaign cannot run: at the point " + end + " of its space:\n  " + String.join("\n  ", objections));
        }
        var settings = (ObjectNode) Json.tree(asked);
        weights.resolve(settings);
        labels.resolve(settings);
        S resolved = Json.read(settings, method.settingsType());
        var trial = new Trial<>(dataset.withArrays(method.arrays(resolved)), resolved, seed);
        new ImportsCheck(facts).check(method, trial);
        SearchCheck.of(method, trial).require(search);
    }

    private static String title(CampaignSpec.TrialPlan plan) {
        return plan.variant().isEmpty() ? "seed " + plan.seed() : plan.variant() + ", seed " + plan.seed();
    }

    private DatasetCard card(CampaignSpec spec) {
        String name = spec.dataset();
        var datasets = new DatasetStore(facts.database());
        DatasetRow row = datasets.find(name).orElseThrow(() -> {
            List<String> known = datasets.list().stream().map(DatasetRow::name).toList();
            return new UserError("there is no data set " + name + (known.isEmpty() ? "" : Nearest.hint(name, known))
                    + "; bring one in with: ./seedbed data import voc DIR --name " + name);
        });
        return new DatasetCard(
                new DatasetRef(row.name(), row.sha256()),
                counts(row.splits()),
                row.saliency(),
                Optional.of(counts(row.boxes())).filter(boxes -> !boxes.isEmpty()),
                row.truth().map(sha256 -> new LabelVersion(sha256, LabelVersion.Kind.TRUTH, LabelStore.IMPORT)),
                spec.lists(),
                Optional.of(arrays(row)));
    }

    private static Map<String, Integer> counts(JsonNode byList) {
        var counts = new TreeMap<String, Integer>();
        byList.properties().forEach(list -> counts.put(list.getKey(), list.getValue().asInt()));
        return counts;
    }

    private Map<String, DatasetCard.Imported> arrays(DatasetRow dataset) {
        return new ImportedArraysStore(facts.database()).list().stream()
                .filter(row -> row.dataset().equals(dataset.sha256()))
                .collect(Collectors.toMap(ImportedArraysRow::name, Preparation::imported));
    }

    private static DatasetCard.Imported imported(ImportedArraysRow row) {
        return switch (row.kind()) {
            case CUES -> new DatasetCard.Imported(row.split(), Optional.of(Json.read(row.result(), Cues.class)), Optional.empty());
            case CAMS -> new DatasetCard.Imported(row.split(), Optional.empty(), Optional.of(Json.read(row.result(), Cams.class)));
        };
    }
}
