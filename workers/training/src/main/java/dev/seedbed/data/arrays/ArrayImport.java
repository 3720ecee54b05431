package dev.seedbed.data.arrays;

import dev.seedbed.artifact.ArtifactRef;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.artifact.DatasetManifest;
import dev.seedbed.artifact.DatasetManifest.Image;
import dev.seedbed.data.Findings;
import dev.seedbed.data.ImportException;
import dev.seedbed.data.Progress;
import dev.seedbed.imaging.array.ArrayFormatException;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.array.NpzReader;
import dev.seedbed.imaging.array.NpzWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings arrays of a data set's images from an NPZ file into the artifact store: whole, or not at all. Pickles are never read, neither
 * files of them nor NumPy arrays of objects; {@link #CONVERSION} says what to do with one.
 */
public final class ArrayImport {

    /** How a pickled dictionary of arrays becomes an NPZ. */
    public static final String CONVERSION =
            "python -c \"import pickle, numpy; numpy.savez('OUT.npz', **{str(k): v for k, v in pickle.load(open('IN', 'rb'), encoding='latin1').items()})\"";

    private static final int PICKLE = 0x80;

    private final DatasetManifest dataset;
    private final ArrayForm form;
    private final Findings findings = new Findings();

    private ArrayImport(DatasetManifest dataset, ArrayForm form) {
        this.dataset = dataset;
        this.form = form;
    }

    /**
     * Localization cues, in one of two layouts. That of SEC and DSRG: {@code ID_cues} integers [3, n], a column a cue: class, y, x on the
     * grid; {@code ID_labels} integers [k], classes of the image. Or as {@link dev.seedbed.stage.Cues} are stored. Rows are stored for
     * background and the image's tags; cues of other classes are left out and counted in a note.
     *
     * @param split the list whose images all need cues; those of other images of the data set are left out
     * @param gridPx cells along each side of the grid
     * @throws ImportException if anything is wrong with the file; then nothing was stored
     */
    public static ImportedArrays importCues(
            Path file, DatasetManifest dataset, String split, int gridPx, ArtifactStore store, Progress progress) {
        return new ArrayImport(dataset, new CueForm(dataset.classes().size(), gridPx)).run(file, split, store, progress);
    }

    /**
     * Class activation maps, in one of two layouts. As {@link dev.seedbed.stage.Cams} are stored: {@code ID/maps} [C, h, w] and
     * {@code ID/classes} [C]. Or with the names that IRN and SIPE give theirs: {@code ID/cam} (else {@code ID/high_res}) [C, h, w] and
     * {@code ID/keys} [C], which count foreground classes from 0. Rows are stored for the image's tags, and for background where
     * classes name it; maps of other classes are left out and counted in a note.
     *
     * @throws ImportException if anything is wrong with the file; then nothing was stored
     */
    public static ImportedArrays importCams(
            Path file, DatasetManifest dataset, String split, ArtifactStore store, Progress progress) {
        return new ArrayImport(dataset, new CamForm(dataset.classes().size())).run(file, split, store, progress);
    }

    private ImportedArrays run(Path file, String split, ArtifactStore store, Progress progress) {
        if (!dataset.splits().containsKey(split)) {
            throw new ImportException(file.toString(), List.of("the data set has no list " + split + ", only " + dataset.splits().keySet()));
        }
        List<Image> images = dataset.split(split);
        Path stored = temporary();
        try {
            try (NpzReader in = open(file); NpzWriter out = new NpzWriter(Files.newOutputStream(stored))) {
                Set<String> there = requireKnown(in);
                for (int i = 0; i < images.size(); i++) {
                    copy(images.get(i), there, in, out);
                    progress.at("checking", i + 1, images.size());
                }
            }
            if (!findings.problems().isEmpty()) {
                throw new ImportException(file.toString(), findings.problems());
            }
            ArtifactRef ref = store.put(stored, ArtifactRef.Format.NPZ);
            form.notes().forEach(findings::note);
            return new ImportedArrays(ref, images.size(), findings.notes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            stored.toFile().delete();
        }
    }

    private static NpzReader open(Path file) {
        try {
            requireNoPickle(file);
            return NpzReader.open(file);
        } catch (IOException e) {
            throw new ImportException(file.toString(), List.of(e.getMessage()));
        }
    }

    private static void requireNoPickle(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            int first = in.read();
            boolean named = file.toString().matches(".*\\.(pickle|pkl|npy)");
            if (first == PICKLE || named) {
                throw new ArrayFormatException("pickles and single NPY files are not read, for a pickle can run anything; turn it into an NPZ: "
                        + CONVERSION);
            }
        }
    }

    /** Finds which images the file has arrays of. */
    private Set<String> requireKnown(NpzReader in) {
        Set<String> known = dataset.images().stream().map(Image::id).collect(Collectors.toSet());
        Set<String> there = new HashSet<>();
        for (String name : in.names()) {
            Optional<String> id = form.endings().stream().filter(name::endsWith).findFirst()
                    .map(ending -> name.substring(0, name.length() - ending.length()));
            if (id.isEmpty()) {
                findings.problem("array " + name + " is none of ID" + String.join(", ID", form.endings()));
            } else if (there.add(id.get()) && !known.contains(id.get())) {
                findings.problem("image " + id.get() + " is not in the data set");
            }
        }
        return there;
    }

    private void copy(Image image, Set<String> there, NpzReader in, NpzWriter out) throws IOException {
        if (!there.contains(image.id())) {
            findings.problem("image " + image.id() + " has no arrays");
            return;
        }
        Map<String, NdArray> arrays;
        try {
            arrays = form.stored(image, in);
        } catch (IOException | IllegalArgumentException e) {
            findings.problem("image " + image.id() + ": " + e.getMessage());
            return;
        }
        for (var array : arrays.entrySet()) {
            out.write(image.id() + array.getKey(), array.getValue());
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempFile("seedbed-arrays", ".npz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
