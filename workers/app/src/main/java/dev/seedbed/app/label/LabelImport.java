package dev.seedbed.app.label;

import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.app.stage.LabelTally;
import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactRef.Format;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.LabelManifest;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.data.ImportException;
import dev.seedbed.data.Manifests;
import dev.seedbed.data.Progress;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.MaskCodec;
import dev.seedbed.json.Json;
import dev.seedbed.json.Nearest;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.dataset.DatasetRow;
import dev.seedbed.tracking.label.LabelName;
import dev.seedbed.tracking.label.LabelRow;
import dev.seedbed.tracking.label.LabelStatus;
import dev.seedbed.tracking.label.LabelStore;
import dev.seedbed.tracking.label.NewLabelVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Masks that were made elsewhere, as a label version.
 *
 * @param folder of PNGs, one an image
 * @param dataset name of the data set whose images they label
 * @param name what the version is called; no other import has it
 * @param split list whose images are labelled, each of them
 * @param supervision what people gave for the masks: words joined by '+', such as {@code boxes} or {@code tags+saliency}
 * @param pretraining what the networks behind them had seen, such as {@code imagenet}
 */
public record LabelImport(Path folder, String dataset, String name, String split, String supervision, String pretraining) {

    private static final int TOGETHER = 256;
    private static final String WORDS = "[a-z][a-z0-9-]*(\\+[a-z][a-z0-9-]*)*";

    public LabelImport {
        requireName(name);
        requireWords("--supervision", supervision);
        requireWords("--pretraining", pretraining);
    }

    private static void requireName(String name) {
        try {
            LabelName.require("a label version's name", name);
        } catch (IllegalArgumentException e) {
            throw new UserError("--name: " + e.getMessage());
        }
    }

    /** @throws UserError if the value of the option is not words joined by '+' */
    public static void requireWords(String option, String value) {
        if (!value.matches(WORDS)) {
            throw new UserError(option + " has words of small letters joined by '+', such as boxes or tags+saliency, unlike: " + value);
        }
    }

    /**
     * Checks every mask, then stores them all. The same masks under the same name are the version that is there.
     *
     * @throws UserError if anything is wrong with the folder, or the name stands for other masks or for a revoked version; then nothing is recorded
     */
    public LabelRow run(Facts facts, Progress progress) {
        DatasetRow row = NamedDatasets.require(facts.database(), dataset);
        DatasetManifest manifest = Manifests.dataset(facts.artifacts(), row.sha256());
        if (!manifest.splits().containsKey(split)) {
            throw new UserError("data set " + dataset + " has no list " + split + Nearest.hint(split, manifest.splits().keySet())
                    + "; name the list that the masks are for with --split");
        }
        List<DatasetManifest.Image> images = manifest.split(split);
        var masks = new MaskFolder(folder, manifest.classes());
        try {
            masks.requireWhole(images, progress);
            var tally = new LabelTally(manifest.classes());
            ArtifactRef ref = store(row, images, masks, tally, facts, progress);
            return standing(new LabelStore(facts.database()).importVersion(version(ref, row, tally)));
        } catch (ImportException e) {
            throw new UserError(e.getMessage());
        } catch (NameTakenException e) {
            throw new UserError("--name: " + e.getMessage());
        }
    }

    private static LabelRow standing(LabelRow row) {
        if (row.status() == LabelStatus.REVOKED) {
            throw new UserError("--name: label version " + row.id() + " (" + row.name() + ") has these masks and is revoked; to use them all the"
                    + " same, give another name");
        }
        return row;
    }

    /** Some at a time: many small files reach the disk together sooner than one by one. */
    private static ArtifactRef store(
            DatasetRow dataset, List<DatasetManifest.Image> images, MaskFolder masks, LabelTally tally, Facts facts, Progress progress) {
        Map<String, String> stored = new TreeMap<>();
        var steps = new Steps(progress, "storing", images.size());
        for (int from = 0; from < images.size(); from += TOGETHER) {
            List<DatasetManifest.Image> some = images.subList(from, Math.min(images.size(), from + TOGETHER));
            List<byte[]> encoded = some.parallelStream().map(image -> {
                Mask mask = masks.mask(image);
                Optional<Mask> truth = image.truth().map(sha256 -> MaskCodec.decode(facts.artifacts().read(sha256)));
                synchronized (tally) {
                    tally.add(mask, truth);
                }
                steps.next();
                return MaskCodec.encode(mask);
            }).toList();
            Iterator<ArtifactRef> refs = facts.artifacts().putAll(encoded, Format.MASK).iterator();
            some.forEach(image -> stored.put(image.id(), refs.next().sha256()));
        }
        var manifest = new LabelManifest(dataset.sha256(), stored);
        return facts.artifacts().put(Json.write(manifest).getBytes(StandardCharsets.UTF_8), Format.LABELS);
    }

    private NewLabelVersion version(ArtifactRef ref, DatasetRow row, LabelTally tally) {
        return new NewLabelVersion(
                name, ref, LabelVersion.Kind.IMPORTED, Optional.empty(), row.sha256(), supervision, pretraining,
                tally.pixelCounts(), tally.quality(), tally.coverage(), Optional.empty(), List.of());
    }
}
