package dev.seedbed.app.stage;

import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.data.StoredMasks;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.stage.Labelled;
import dev.seedbed.stage.StageKey;
import dev.seedbed.stage.UseTruth;
import dev.seedbed.training.draw.Draws;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts true masks in place of the labels of those images, of all that have one, whose names draw the smallest numbers under the seed. */
final class TruthUser implements StageExecutor<UseTruth, Labelled> {

    @Override
    public String kind() {
        return UseTruth.KIND;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Labelled execute(UseTruth stage, StageWork work) {
        StoredPictures pictures = StoredPictures.open(work.artifacts(), stage.images());
        StoredMasks labels = InputLabels.open(work, stage.labels(), stage.images(), pictures);
        StoredMasks truth = InputLabels.openSome(work, stage.truth(), stage.images());
        var collector = new LabelCollector(work.artifacts(), pictures);
        Set<String> chosen = chosen(stage, pictures, truth);
        EachImage.run("using true masks", pictures.size(), work, index -> {
            String id = pictures.images().get(index).id();
            collector.add(index, (chosen.contains(id) ? truth : labels).mask(id));
        });
        return collector.finish(
                stage, StageKey.of(stage, version()), stage.images(), stage.labels().kind(), chosen.isEmpty() ? "" : "masks", "", work);
    }

    private static Set<String> chosen(UseTruth stage, StoredPictures pictures, StoredMasks truth) {
        Set<String> chosen = pictures.images().stream()
                .map(DatasetManifest.Image::id)
                .filter(truth::has)
                .sorted(Comparator.<String>comparingDouble(id -> draw(stage.seed(), id)).thenComparing(Comparator.naturalOrder()))
                .limit(Math.round(stage.share() * pictures.size()))
                .collect(Collectors.toUnmodifiableSet());
        if (chosen.isEmpty() && stage.share() > 0) {
            long known = pictures.images().stream().filter(image -> truth.has(image.id())).count();
            throw new IllegalArgumentException("a share of " + stage.share() + " of the " + pictures.size() + " images of list "
                    + stage.images().split() + " chooses no true mask, " + known
                    + " of them have one; raise the share, set it to 0, or import the data set with more masks");
        }
        return chosen;
    }

    private static double draw(long seed, String id) {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        ByteBuffer padded = ByteBuffer.allocate(Math.ceilDiv(name.length, Long.BYTES) * Long.BYTES).put(name).rewind();
        long[] keys = new long[padded.capacity() / Long.BYTES];
        padded.asLongBuffer().get(keys);
        return Draws.of(seed, Draws.Purpose.TRUE_MASKS, keys).nextDouble();
    }
}
