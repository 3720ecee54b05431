package dev.seedbed.app.stage;

import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.data.StoredMasks;
import dev.seedbed.data.StoredPictures;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.SeedMaps;
import dev.seedbed.training.input.PictureSource;
import java.util.List;
import java.util.Optional;

/**
 * Stored pictures as networks take them, with what a stage learns from besides.
 *
 * @param labels to learn from
 * @param otherLabels of a second version, to compare with
 * @param difficult whether boxes of objects marked difficult count
 * @param stored cues to grow from
 */
record StagePictures(
        StoredPictures pictures, Optional<StoredMasks> labels, Optional<StoredMasks> otherLabels, boolean difficult, Optional<StoredCues> stored)
        implements PictureSource {

    /** The pictures, their tags and what the data set knows of them. */
    StagePictures(StoredPictures pictures) {
        this(pictures, Optional.empty(), Optional.empty(), false, Optional.empty());
    }

    StagePictures withLabels(StoredMasks masks) {
        return new StagePictures(pictures, Optional.of(masks), otherLabels, difficult, stored);
    }

    StagePictures withOtherLabels(StoredMasks masks) {
        return new StagePictures(pictures, labels, Optional.of(masks), difficult, stored);
    }

    StagePictures withBoxes(boolean difficultToo) {
        return new StagePictures(pictures, labels, otherLabels, difficultToo, stored);
    }

    StagePictures withCues(StoredCues cues) {
        return new StagePictures(pictures, labels, otherLabels, difficult, Optional.of(cues));
    }

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
    public Optional<Mask> otherMask(int index) {
        return otherLabels.map(masks -> masks.mask(id(index)));
    }

    @Override
    public List<DatasetManifest.Box> boxes(int index) {
        return pictures.images().get(index).boxes().stream().filter(box -> difficult || !box.difficult()).toList();
    }

    @Override
    public Optional<SeedMaps> cues(int index) {
        return stored.map(cues -> cues.seeds(id(index), pictures.dataset().classes().size()));
    }

    @Override
    public Optional<Mask> truth(int index) {
        return pictures.truth(index);
    }

    @Override
    public float[] tags(int index) {
        float[] tags = new float[pictures.dataset().foregroundClasses()];
        pictures.images().get(index).tags().forEach(tag -> tags[tag - 1] = 1);
        return tags;
    }
}
