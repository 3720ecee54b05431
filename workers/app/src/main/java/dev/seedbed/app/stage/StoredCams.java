package dev.seedbed.app.stage;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.imaging.ActivationMap;
import dev.seedbed.imaging.Bilinear;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.StrongestClass;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.stage.Cams;
import java.io.Closeable;

/** Class activation maps in the artifact store, in the form that {@link Cams} tells. */
final class StoredCams implements Closeable {

    private final StoredArrays arrays;

    private StoredCams(StoredArrays arrays) {
        this.arrays = arrays;
    }

    static StoredCams open(ArtifactStore store, Cams cams) {
        return new StoredCams(StoredArrays.open(store, cams.arrays()));
    }

    /** The class indices of an image's maps, in their order. */
    int[] classes(String imageId) {
        return arrays.read(imageId + "/classes").ints();
    }

    /** An image's maps [C,height,width] at its own size, each over its own maximum: in [0,1). */
    FloatMaps scaled(String imageId, int height, int width) {
        NdArray maps = arrays.read(imageId + "/maps");
        if (maps.size(0) == 0) {
            return new FloatMaps(0, height, width, new float[0]);
        }
        var atGrid = new FloatMaps(maps.size(0), maps.size(1), maps.size(2), maps.floats());
        return ActivationMap.scaledToPeak(Bilinear.resize(atGrid, height, width), ActivationMap.EPSILON);
    }

    /** Whether the image's maps have a row for background. */
    boolean tellsBackground(String imageId) {
        int[] classes = classes(imageId);
        return classes.length > 0 && classes[0] == 0;
    }

    /** The image's strongest class at every pixel, by its maps at its own size, each over its own maximum. */
    StrongestClass strongest(DatasetManifest.Image image) {
        return StrongestClass.of(scaled(image.id(), image.heightPx(), image.widthPx()), classes(image.id()));
    }

    @Override
    public void close() {
        arrays.close();
    }

    /** Writes the maps of images, in the order in which they come. */
    static final class Writer implements Closeable {

        private final ArrayFile arrays = new ArrayFile();

        /** Maps [C,h,w], rectified and not normalised, of the classes. */
        void write(String imageId, FloatMaps maps, int[] classes) {
            arrays.write(imageId + "/maps", NdArray.of(maps.values(), maps.channels(), maps.height(), maps.width()));
            arrays.write(imageId + "/classes", NdArray.of(classes, classes.length));
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
