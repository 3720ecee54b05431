package dev.seedbed.app.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.app.UserError;
import dev.seedbed.app.label.NamedLabels;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.data.Manifests;
import dev.seedbed.method.DatasetCard;
import dev.seedbed.method.LabelChoice;
import dev.seedbed.tracking.label.LabelRow;
import dev.seedbed.tracking.label.LabelStatus;
import java.util.Map;
import java.util.Optional;

/** Puts the content of the label version that settings name into the settings, once it is clear that it can be learned from. */
record LabelResolver(Facts facts, DatasetCard dataset) {

    private static final String LABELS = "labels";

    /** Replaces {@code labels} by what they are, where the settings name a version. */
    void resolve(ObjectNode settings) {
        if (settings.path(LABELS).isTextual() && !new LabelChoice(settings.get(LABELS).textValue()).isTruth()) {
            settings.put(LABELS, resolve(settings.get(LABELS).textValue()).version());
        }
    }

    private LabelChoice resolve(String name) {
        LabelRow row = NamedLabels.require(facts.database(), name);
        if (!row.dataset().equals(dataset.ref().sha256())) {
            throw new UserError("settings.labels: label version " + name + " is of data set "
                    + row.datasetName().orElse(row.dataset()) + ", not of " + dataset.ref().name());
        }
        if (row.status() == LabelStatus.REVOKED) {
            throw new UserError("settings.labels: label version " + name + " is revoked; name another");
        }
        requireWhole(name, row);
        return LabelChoice.of(row.version());
    }

    private void requireWhole(String name, LabelRow row) {
        String list = dataset.train().split();
        Map<String, String> masks = Manifests.labels(facts.artifacts(), row.contentHash()).masks();
        DatasetManifest manifest = Manifests.dataset(facts.artifacts(), row.dataset());
        Optional<DatasetManifest.Image> missing =
                manifest.split(list).stream().filter(image -> !masks.containsKey(image.id())).findFirst();
        missing.ifPresent(image -> {
            throw new UserError("settings.labels: label version " + name + " has no mask for image " + image.id() + " of list " + list);
        });
    }
}
