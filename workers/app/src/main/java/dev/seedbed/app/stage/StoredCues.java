package dev.seedbed.app.stage;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.imaging.SeedMaps;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.stage.Cues;
import java.io.Closeable;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Localization cues in the artifact store, in the form that {@link Cues} tells. Safe for several threads. */
final class StoredCues implements Closeable {

    private final StoredArrays arrays;
    private final int gridPx;

    private StoredCues(StoredArrays arrays, int gridPx) {
        this.arrays = arrays;
        this.gridPx = gridPx;
    }

    static StoredCues open(ArtifactStore store, Cues cues) {
        return open(store, cues.arrays(), cues.gridPx());
    }

    /** @param arrays hash of the NPZ */
    static StoredCues open(ArtifactStore store, String arrays, int gridPx) {
        return new StoredCues(StoredArrays.open(store, arrays), gridPx);
    }

    /** Whether there are cues of an image. */
    boolean has(String imageId) {
        return arrays.has(imageId + "/cues") && arrays.has(imageId + "/classes");
    }

    /**
     * An image's cues.
     *
     * @param classes of the data set, background included
     * @throws IllegalArgumentException if they lie on another grid than the file's, or name a class that the data set does not have
     */
    SeedMaps seeds(String imageId, int classes) {
        NdArray cues = arrays.read(imageId + "/cues");
        int[] labels = arrays.read(imageId + "/classes").ints();
        if (cues.shape().length != 3 || cues.size(0) != labels.length || cues.size(1) != gridPx || cues.size(2) != gridPx) {
            throw new IllegalArgumentException("the cues of image " + imageId + " are " + cues + " of " + labels.length
                    + " classes, where uint8[" + labels.length + ", " + gridPx + ", " + gridPx + "] is needed");
        }
        int area = gridPx * gridPx;
        byte[] seeds = new byte[classes * area];
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] < 0 || labels[row] >= classes) {
                throw new IllegalArgumentException("the cues of image " + imageId + " name class " + labels[row] + ", the data set has "
                        + (classes - 1) + " besides background");
            }
            System.arraycopy(cues.bytes(), row * area, seeds, labels[row] * area, area);
        }
        return new SeedMaps(classes, gridPx, gridPx, seeds);
    }

    @Override
    public void close() {
        arrays.close();
    }

    /** Writes the cues of images in the order of their list, whatever the order in which they come. Safe for several threads. */
    static final class Writer implements Closeable {

        private final ArrayFile arrays = new ArrayFile();
        private final Map<Integer, Runnable> waiting = new HashMap<>();
        private int next;

        /**
         * An image's cues.
         *
         * @param index in the list
         * @param classes those that have a row, ascending
         */
        synchronized void write(int index, String imageId, SeedMaps cues, int[] classes) {
            waiting.put(index, () -> {
                arrays.write(imageId + "/cues", NdArray.of(rows(cues, classes), classes.length, cues.height(), cues.width()));
                arrays.write(imageId + "/classes", NdArray.of(classes, classes.length));
            });
            for (Runnable turn = waiting.remove(next); turn != null; turn = waiting.remove(++next)) {
                turn.run();
            }
        }

        private static byte[] rows(SeedMaps cues, int[] classes) {
            byte[] rows = new byte[classes.length * cues.area()];
            IntStream.range(0, classes.length)
                    .forEach(row -> System.arraycopy(cues.seeds(), classes[row] * cues.area(), rows, row * cues.area(), cues.area()));
            return rows;
        }

        /** Puts what was written into the store. */
        ArtifactRef store(ArtifactStore store) {
            return arrays.store(store);
        }

        @Override
        public void close() {
            arrays.close();
        }
    }
}
