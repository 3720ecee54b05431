package dev.seedbed.app.label;

import dev.seedbed.app.UserError;
import dev.seedbed.json.Nearest;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.dataset.DatasetRow;
import dev.seedbed.tracking.dataset.DatasetStore;
import java.util.List;

/** Data sets, found by what people call them. */
public final class NamedDatasets {

    private NamedDatasets() {}

    /** @throws UserError if there is no data set of that name, naming the nearest */
    public static DatasetRow require(Database database, String name) {
        var datasets = new DatasetStore(database);
        return datasets.find(name).orElseThrow(() -> {
            List<String> known = datasets.list().stream().map(DatasetRow::name).toList();
            return new UserError("there is no data set " + name + (known.isEmpty() ? "; none was imported yet" : Nearest.hint(name, known)));
        });
    }
}
