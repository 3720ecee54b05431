package dev.seedbed.data.arrays;

import dev.seedbed.artifact.DatasetManifest.Image;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.array.NpzReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Localization cues on a square grid. */
final class CueForm implements ArrayForm {

    private static final List<String> ENDINGS = List.of("_cues", "_labels", "/cues", "/classes");

    private final int classes;
    private final int gridPx;
    private int foreign;
    private int imagesOfForeign;
    private int furthest = -1;

    /** @param classes background included */
    CueForm(int classes, int gridPx) {
        if (gridPx < 1 || gridPx > 1024) {
            throw new IllegalArgumentException("the grid has 1 to 1024 cells a side, not " + gridPx);
        }
        this.classes = classes;
        this.gridPx = gridPx;
    }

    @Override
    public List<String> endings() {
        return ENDINGS;
    }

    @Override
    public Map<String, NdArray> stored(Image image, NpzReader file) throws IOException {
        Map<Integer, BitSet> places = file.has(image.id() + "/cues") ? planes(image.id(), file) : listed(image.id(), file);
        var rows = new ArrayList<>(List.of(0));
        rows.addAll(image.tags());
        int left = places.entrySet().stream().filter(row -> !rows.contains(row.getKey())).mapToInt(row -> row.getValue().cardinality()).sum();
        foreign += left;
        imagesOfForeign += left > 0 ? 1 : 0;
        int cells = gridPx * gridPx;
        byte[] cues = new byte[rows.size() * cells];
        for (int row = 0; row < rows.size(); row++) {
            int start = row * cells;
            places.getOrDefault(rows.get(row), new BitSet()).stream().forEach(cell -> cues[start + cell] = 1);
        }
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put("/cues", NdArray.of(cues, rows.size(), gridPx, gridPx));
        arrays.put("/classes", NdArray.of(rows.stream().mapToInt(Integer::intValue).toArray(), rows.size()));
        return arrays;
    }

    /** SEC's: class, y, x of every cue. */
    private Map<Integer, BitSet> listed(String id, NpzReader file) throws IOException {
        String name = id + "_cues";
        NdArray array = file.read(name, Integers.HEADER_BYTES + 3L * 8 * classes * gridPx * gridPx);
        if (array.shape().length != 2 || array.size(0) != 3) {
            throw new IllegalArgumentException(name + " is " + array + ", not rows of class, y and x");
        }
        int[] values = Integers.values(array, name);
        Integers.classes(file, id + "_labels", 0, classes);
        int count = array.size(1);
        Map<Integer, BitSet> places = new HashMap<>();
        for (int cue = 0; cue < count; cue++) {
            int label = values[cue];
            int y = values[count + cue];
            int x = values[2 * count + cue];
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("a cue is of class " + label + ", the data set has 0 to " + (classes - 1));
            }
            if (y < 0 || x < 0 || y >= gridPx || x >= gridPx) {
                throw new IllegalArgumentException("a cue lies at y " + y + ", x " + x + ", outside the grid of " + gridPx + "x" + gridPx
                        + "; give the file's own grid with --grid");
            }
            furthest = Math.max(furthest, Math.max(x, y));
            places.computeIfAbsent(label, _ -> new BitSet()).set(y * gridPx + x);
        }
        return places;
    }

    /** A plane of 0 and 1 for every class. */
    private Map<Integer, BitSet> planes(String id, NpzReader file) throws IOException {
        String name = id + "/cues";
        NdArray array = file.read(name, Integers.HEADER_BYTES + (long) classes * gridPx * gridPx * 16);
        int[] shape = array.shape();
        if (shape.length != 3 || shape[1] != gridPx || shape[2] != gridPx) {
            throw new IllegalArgumentException(name + " is " + array + ", which does not lie on the grid of " + gridPx + "x" + gridPx
                    + "; give the file's own grid with --grid");
        }
        int[] values = Integers.values(array, name);
        int[] rows = Integers.classes(file, id + "/classes", 0, classes);
        if (rows.length != shape[0]) {
            throw new IllegalArgumentException(name + " has " + shape[0] + " rows for " + rows.length + " classes");
        }
        Map<Integer, BitSet> places = new HashMap<>();
        int cells = gridPx * gridPx;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0 && values[i] != 1) {
                throw new IllegalArgumentException(name + " holds " + values[i] + "; cues are 0 or 1");
            }
            places.computeIfAbsent(rows[i / cells], _ -> new BitSet()).set(i % cells, values[i] == 1);
        }
        furthest = gridPx - 1;
        return places;
    }

    @Override
    public List<String> notes() {
        var notes = new ArrayList<String>();
        if (foreign > 0) {
            notes.add(foreign + " cues of " + imagesOfForeign + " images are of classes that the images' tags do not name; they are left out");
        }
        if (furthest < gridPx - 1) {
            notes.add("no cue lies beyond " + furthest + " on the grid of " + gridPx + "x" + gridPx + "; if the file's grid is smaller, give it"
                    + " with --grid under another name");
        }
        return notes;
    }
}
