package dev.seedbed.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.json.Json;
import dev.seedbed.json.Nearest;
import dev.seedbed.method.DatasetCard;
import dev.seedbed.method.Method;
import dev.seedbed.method.Methods;
import dev.seedbed.search.Point;
import dev.seedbed.search.SearchException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A campaign file, read and checked: unknown keys are refused with their line and the nearest known name, values with their line and
 * range, before anything runs.
 */
public final class CampaignFile {

    private final String name;
    private final YamlTree yaml;
    private final CampaignSpec spec;

    private CampaignFile(String name, YamlTree yaml, CampaignSpec spec) {
        this.name = name;
        this.yaml = yaml;
        this.spec = spec;
    }

    /**
     * Reads a campaign file and checks every trial's settings.
     *
     * @param name of the file, for messages
     * @param text its content
     * @param changes dotted paths of the whole file and their new values, as {@code --set} gives them
     * @throws CampaignFileException if anything in it is wrong
     */
    public static CampaignFile read(String name, String text, Map<String, String> changes) {
        YamlTree yaml = YamlTree.parse(name, text);
        changes.forEach((path, value) -> SettingsTree.set(yaml.root(), path, YamlTree.scalar(name, value)));
        checkKeys(name, yaml, "", yaml.root(), CampaignSpec.class);
        leaveOutNone(yaml.root());
        for (String required : List.of("campaign", "method", "dataset")) {
            if (!yaml.root().has(required)) {
                throw new CampaignFileException(name + ": " + required + " is missing at the top level");
            }
        }
        var file = new CampaignFile(
                name, yaml, convert(name, yaml, "", SettingsTree.over(CampaignSpec.template(), yaml.root()), CampaignSpec.class));
        file.spec.trials().forEach(trial -> file.settings(trial, file.method()));
        file.spec.search().ifPresent(search -> file.check(search, file.method()));
        return file;
    }

    /** {@code pruner: none} is the same as no pruner. */
    private static void leaveOutNone(ObjectNode root) {
        if (root.get("search") instanceof ObjectNode search && search.path("pruner").asText().equals("none")) {
            search.remove("pruner");
        }
    }

    private <S extends Record> void check(Search search, Method<S> method) {
        search.space().paths().forEach(path -> checkPath("search.space." + path, "the search varies", path, method.settingsType()));
        checkKeys(name, yaml, "settings", spec.settings(), method.settingsType());
        try {
            search.requireGivenPointsInside();
        } catch (SearchException e) {
            throw new CampaignFileException(name + yaml.at("search.points") + ": search." + e.getMessage(), e);
        }
        for (Point point : search.ends()) {
            try {
                settings(point, method);
            } catch (IllegalArgumentException e) {
                throw new CampaignFileException(
                        name + yaml.at("search.space") + ": search.space: the point " + point + " cannot be: " + e.getMessage(), e);
            }
        }
    }

    /** The settings of a point's trials, complete. */
    private <S extends Record> S settings(Point point, Method<S> method) {
        ObjectNode own = spec.trial(1, 1, point, spec.seeds().getFirst()).settings();
        return convert(name, yaml, "settings", SettingsTree.over((ObjectNode) Json.tree(method.defaults()), own), method.settingsType());
    }

    public CampaignSpec spec() {
        return spec;
    }

    /**
     * A value as the command line gives it, read as it would be in a file.
     *
     * @throws CampaignFileException if it is no YAML
     */
    public static JsonNode value(String text) {
        return YamlTree.scalar("the command line", text);
    }

    /** The text of a campaign file that reads as this campaign. */
    public static String text(CampaignSpec spec) {
        var tree = Json.mapper().convertValue(Json.tree(spec), new TypeReference<Map<String, Object>>() {});
        var ordered = new LinkedHashMap<String, Object>();
        Arrays.stream(CampaignSpec.class.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(tree::containsKey)
                .forEach(part -> ordered.put(part, tree.get(part)));
        var settings = DumpSettings.builder().setSchema(new CoreSchema()).setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return new Dump(settings).dumpToString(ordered);
    }

    /** The method that the file names. */
    public Method<?> method() {
        try {
            return Methods.named(spec.method());
        } catch (IllegalArgumentException e) {
            throw new CampaignFileException(name + yaml.at("method") + ": " + e.getMessage(), e);
        }
    }

    /** A trial's settings, complete. */
    public <S extends Record> S settings(CampaignSpec.TrialPlan trial, Method<S> method) {
        Class<S> type = method.settingsType();
        spec.variants().getOrDefault(trial.variant(), Map.of()).keySet().forEach(path -> checkPath(
                "variants." + trial.variant(), "variant " + trial.variant() + " changes", path, type));
        checkKeys(name, yaml, "settings", spec.settings(), type);
        return convert(name, yaml, "settings", SettingsTree.over((ObjectNode) Json.tree(method.defaults()), trial.settings()), type);
    }

    /** What keeps a trial from running on the data set; empty when nothing does. */
    public <S extends Record> List<String> objections(CampaignSpec.TrialPlan trial, Method<S> method, DatasetCard dataset) {
        return method.objections(dataset, settings(trial, method));
    }

    private void checkPath(String where, String what, String path, Class<?> type) {
        SettingsPath.objection(path, type).ifPresent(objection -> {
            throw new CampaignFileException(name + yaml.at(where) + ": " + what + " " + path + ", but " + objection);
        });
    }

    private static void checkKeys(String name, YamlTree yaml, String path, JsonNode tree, Class<?> type) {
        Map<String, Class<?>> known = SettingsPath.keys(type);
        if (!(tree instanceof ObjectNode object) || known.isEmpty()) {
            return;
        }
        object.properties().forEach(field -> {
            String here = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            if (!known.containsKey(field.getKey())) {
                throw new CampaignFileException(
                        name + yaml.at(here) + ": unknown key " + here + Nearest.hint(field.getKey(), known.keySet()));
            }
            checkKeys(name, yaml, here, field.getValue(), known.get(field.getKey()));
        });
    }

    private static <T> T convert(String name, YamlTree yaml, String path, JsonNode tree, Class<T> type) {
        try {
            return Json.mapper().treeToValue(tree, type);
        } catch (JsonMappingException e) {
            String inner = e.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .filter(java.util.Objects::nonNull)
                    .collect(Collectors.joining("."));
            Throwable reason = e.getCause() instanceof IllegalArgumentException cause ? cause : e;
            if (reason instanceof SearchException search) {
                inner = joined(inner, search.path());
                reason = new IllegalArgumentException(search.reason(), search);
            }
            String full = joined(path, inner);
            String message = reason == e ? e.getOriginalMessage().replaceAll("`[a-z.]*\\.([A-Za-z$]+)`", "$1") : reason.getMessage();
            throw new CampaignFileException(name + yaml.at(full) + ": " + full + ": " + message, e);
        } catch (JsonProcessingException e) {
            throw new CampaignFileException(name + ": " + e.getOriginalMessage(), e);
        }
    }

    private static String joined(String path, String inner) {
        return path.isEmpty() || inner.isEmpty() ? path + inner : path + "." + inner;
    }
}
