package dev.seedbed.app.label;

import dev.seedbed.app.UserError;
import dev.seedbed.json.Nearest;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.label.LabelRow;
import dev.seedbed.tracking.label.LabelStore;
import java.util.List;

/** Label versions as people name them. */
public final class NamedLabels {

    private NamedLabels() {}

    /**
     * The label version of that id, tag, name of an import, or beginning of the content hash.
     *
     * @throws UserError if there is none, with the nearest name, or several are meant
     */
    public static LabelRow require(Database database, String name) {
        try {
            return new LabelStore(database).find(name).orElseThrow(() -> new UserError("there is no label version " + name + hint(database, name)));
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage());
        }
    }

    private static String hint(Database database, String name) {
        List<String> known = new LabelStore(database).names();
        return known.isEmpty() || name.matches("[0-9]+") ? "; ./seedbed labels lists them" : Nearest.hint(name, known);
    }
}
