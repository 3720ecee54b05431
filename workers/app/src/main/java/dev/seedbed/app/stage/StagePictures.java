package dev.seedbed.app.stage;

import dev.seedbed.data.StoredMasks;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.training.input.PictureSource;
import java.util.Optional;

/** Stored pictures, and masks where there are any, as networks take them. */
record StagePictures(StoredPictures pictures, Optional<StoredMasks> labels) implements PictureSource {

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public String id(int index) {
        return pictures.images().get(index).id();
    }

    @Override
    public Raster picture(int index) {
        return pictures.raster(index);
    }

    @Override
    public Optional<Mask> mask(int index) {
        return labels.map(masks -> masks.mask(id(index)));
    }

    @Override
    public float[] tags(int index) {
        float[] tags = new float[pictures.dataset().foregroundClasses()];
        pictures.images().get(index).tags().forEach(tag -> tags[tag - 1] = 1);
        return tags;
    }
}
