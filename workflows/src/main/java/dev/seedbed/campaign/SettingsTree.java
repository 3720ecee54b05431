package dev.seedbed.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Settings as a tree: merged over defaults, changed at dotted paths. */
public final class SettingsTree {

    private SettingsTree() {}

    /** Puts a value at a dotted path, making what lies on the way. */
    public static void set(ObjectNode tree, String path, JsonNode value) {
        List<String> steps = List.of(path.split("\\.", -1));
        ObjectNode at = tree;
        for (String step : steps.subList(0, steps.size() - 1)) {
            at = at.get(step) instanceof ObjectNode inner ? inner : at.putObject(step);
        }
        at.set(steps.getLast(), value);
    }

    /** The defaults with everything that the tree says put over them; arrays and plain values replace, objects merge. */
    public static ObjectNode over(ObjectNode defaults, ObjectNode tree) {
        ObjectNode merged = defaults.deepCopy();
        Iterator<Map.Entry<String, JsonNode>> fields = tree.properties().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode own = field.getValue();
            if (own instanceof ObjectNode inner && merged.get(field.getKey()) instanceof ObjectNode base) {
                merged.set(field.getKey(), over(base, inner));
            } else if (own.isNull()) {
                merged.remove(field.getKey());
            } else {
                merged.set(field.getKey(), own);
            }
        }
        return merged;
    }
}
