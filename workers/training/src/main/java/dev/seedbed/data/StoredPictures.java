package dev.seedbed.data;

import dev.seedbed.artifact.ArtifactException;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.imaging.Erasing;
import dev.seedbed.imaging.GreyCodec;
import dev.seedbed.imaging.GreyMap;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.MaskCodec;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.RasterCodec;
import dev.seedbed.stage.Images;
import java.util.List;
import java.util.Optional;

/**
 * The pictures that a stage looks at, by their place in the list, with regions erased. What the data set's manifest names is decoded when
 * asked for; sets that fit into the budget stay decoded. Safe for several threads.
 */
public final class StoredPictures {

    /** Decoded pictures up to this many bytes stay in memory. */
    public static final long DEFAULT_BUDGET_BYTES = 256L << 20;

    private final ArtifactStore store;
    private final DatasetManifest dataset;
    private final List<DatasetManifest.Image> images;
    private final List<StoredMasks> erased;
    private final Kept<Raster> rasters;

    private StoredPictures(
            ArtifactStore store, DatasetManifest dataset, List<DatasetManifest.Image> images, List<StoredMasks> erased, long budgetBytes) {
        this.store = store;
        this.dataset = dataset;
        this.images = images;
        this.erased = erased;
        long bytes = images.stream().mapToLong(image -> 3L * image.widthPx() * image.heightPx()).sum();
        this.rasters = new Kept<>(images.size(), bytes, budgetBytes, this::read);
    }

    /** Opens the pictures with the default budget. */
    public static StoredPictures open(ArtifactStore store, Images images) {
        return open(store, images, DEFAULT_BUDGET_BYTES);
    }

    /**
     * Opens the pictures.
     *
     * @param budgetBytes decoded pictures up to this many bytes stay in memory
     * @throws IllegalArgumentException if the data set has no such list, or a region version belongs to another data set or lacks an image
     * @throws ArtifactException if a manifest is missing or damaged
     */
    public static StoredPictures open(ArtifactStore store, Images images, long budgetBytes) {
        DatasetManifest dataset = Manifests.dataset(store, images.dataset().sha256());
        List<DatasetManifest.Image> list = dataset.split(images.split());
        List<StoredMasks> erased = images.erased().stream().map(version -> StoredMasks.open(store, version)).toList();
        for (StoredMasks regions : erased) {
            requireSameDataset(regions, images, list);
        }
        return new StoredPictures(store, dataset, list, erased, budgetBytes);
    }

    public DatasetManifest dataset() {
        return dataset;
    }

    /** The list's images, in its order. */
    public List<DatasetManifest.Image> images() {
        return images;
    }

    public int size() {
        return images.size();
    }

    /**
     * The picture at a place in the list, from 0, with every erased region in the data set's mean colour.
     *
     * @throws ArtifactException if it is missing or damaged
     */
    public Raster raster(int index) {
        return rasters.get(index);
    }

    /** The true mask at a place in the list, where it is known. */
    public Optional<Mask> truth(int index) {
        return images.get(index).truth().map(sha256 -> MaskCodec.decode(store.read(sha256)));
    }

    /** The saliency map at a place in the list, where there is one. */
    public Optional<GreyMap> saliency(int index) {
        return images.get(index).saliency().map(sha256 -> GreyCodec.decode(store.read(sha256)));
    }

    private Raster read(int index) {
        DatasetManifest.Image image = images.get(index);
        Raster raster = RasterCodec.decode(store.read(image.pixels()));
        for (StoredMasks regions : erased) {
            raster = erase(raster, regions.mask(image.id()), image.id());
        }
        return raster;
    }

    private Raster erase(Raster raster, Mask regions, String id) {
        if (regions.width() != raster.width() || regions.height() != raster.height()) {
            throw new IllegalArgumentException("the regions of image " + id + " are for " + regions.width() + "x" + regions.height()
                    + " pixels, the picture has " + raster.width() + "x" + raster.height());
        }
        List<Integer> mean = dataset.meanColour();
        return Erasing.erase(raster, regions, mean.get(0), mean.get(1), mean.get(2));
    }

    private static void requireSameDataset(StoredMasks regions, Images images, List<DatasetManifest.Image> list) {
        if (!regions.manifest().dataset().equals(images.dataset().sha256())) {
            throw new IllegalArgumentException("regions to erase belong to data set " + regions.manifest().dataset() + ", the pictures to "
                    + images.dataset().name() + " (" + images.dataset().sha256() + ")");
        }
        list.stream().filter(image -> !regions.has(image.id())).findFirst().ifPresent(image -> {
            throw new IllegalArgumentException("regions to erase lack image " + image.id() + " of list " + images.split());
        });
    }
}
