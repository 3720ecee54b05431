package dev.seedbed.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.json.Json;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML as a JSON tree that remembers on which line every key stands. */
final class YamlTree {

    private final String name;
    private final ObjectNode root = Json.mapper().createObjectNode();
    private final Map<String, Integer> lines = new HashMap<>();

    private YamlTree(String name) {
        this.name = name;
    }

    static YamlTree parse(String name, String text) {
        var tree = new YamlTree(name);
        Node node = compose(name, text);
        if (!(node instanceof MappingNode mapping)) {
            throw new CampaignFileException(name + ": the file must be keys and values, such as `campaign: my-campaign`");
        }
        tree.fill(tree.root, "", mapping);
        return tree;
    }

    /** A value as {@code --set path=value} gives it. */
    static JsonNode scalar(String name, String text) {
        return new YamlTree(name).value("", compose(name + " (--set)", text.isBlank() ? "''" : text));
    }

    ObjectNode root() {
        return root;
    }

    /** {@code " line 12"}, or nothing where the path is not in the file. */
    String at(String path) {
        String known = path;
        while (!known.isEmpty() && !lines.containsKey(known)) {
            known = known.contains(".") ? known.substring(0, known.lastIndexOf('.')) : "";
        }
        return known.isEmpty() ? "" : " line " + lines.get(known);
    }

    private static Node compose(String name, String text) {
        try {
            var settings = LoadSettings.builder().setSchema(new CoreSchema()).setLabel(name).build();
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new CampaignFileException(name + ": the file is empty"));
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark().map(mark -> " line " + (mark.getLine() + 1)).orElse("");
            throw new CampaignFileException(name + line + ": not YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new CampaignFileException(name + ": not YAML: " + e.getMessage(), e);
        }
    }

    private void fill(ObjectNode into, String path, MappingNode mapping) {
        var seen = new HashSet<String>();
        mapping.getValue().forEach(pair -> {
            if (!(pair.getKeyNode() instanceof ScalarNode scalar)) {
                throw new CampaignFileException(name + ": a key must be plain text");
            }
            String key = scalar.getValue();
            String here = path.isEmpty() ? key : path + "." + key;
            int line = scalar.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
            if (!seen.add(key)) {
                throw new CampaignFileException(name + " line " + line + ": " + here + " occurs twice");
            }
            lines.put(here, line);
            into.set(key, value(here, pair.getValueNode()));
        });
    }

    private JsonNode value(String path, Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                ObjectNode object = Json.mapper().createObjectNode();
                fill(object, path, mapping);
                yield object;
            }
            case SequenceNode sequence -> {
                ArrayNode array = Json.mapper().createArrayNode();
                sequence.getValue().forEach(item -> array.add(value(path, item)));
                yield array;
            }
            case ScalarNode scalar -> leaf(scalar);
            default -> throw new CampaignFileException(name + ": anchors and aliases are not understood here");
        };
    }

    private static JsonNode leaf(ScalarNode scalar) {
        var nodes = Json.mapper().getNodeFactory();
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.INT)) {
            BigInteger number = text.startsWith("0x")
                    ? new BigInteger(text.substring(2), 16)
                    : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
            return number.bitLength() < 64 ? nodes.numberNode(number.longValue()) : nodes.numberNode(number);
        }
        if (tag.equals(Tag.FLOAT)) {
            return nodes.numberNode(switch (text.toLowerCase(java.util.Locale.ROOT)) {
                case ".nan" -> Double.NaN;
                case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
                case "-.inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            });
        }
        if (tag.equals(Tag.BOOL)) {
            return nodes.booleanNode(text.equalsIgnoreCase("true"));
        }
        return tag.equals(Tag.NULL) ? nodes.nullNode() : nodes.textNode(text);
    }
}
