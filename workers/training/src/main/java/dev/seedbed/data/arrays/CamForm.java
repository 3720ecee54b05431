package dev.seedbed.data.arrays;

import dev.seedbed.artifact.DatasetManifest.Image;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.array.NpzReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Class activation maps, rectified. */
final class CamForm implements ArrayForm {

    private static final List<String> ENDINGS = List.of("/maps", "/classes", "/keys", "/cam", "/high_res");

    private final int classes;
    private int foreign;
    private int missing;

    /** @param classes background included */
    CamForm(int classes) {
        this.classes = classes;
    }

    @Override
    public List<String> endings() {
        return ENDINGS;
    }

    @Override
    public Map<String, NdArray> stored(Image image, NpzReader file) throws IOException {
        String id = image.id();
        String name = Stream.of("/maps", "/cam", "/high_res").map(id::concat).filter(file::has).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no " + id + "/maps, " + id + "/cam or " + id + "/high_res"));
        int[] rows = file.has(id + "/classes")
                ? Integers.classes(file, id + "/classes", 0, classes)
                : Integers.classes(file, id + "/keys", 1, classes);
        NdArray maps = file.read(name, Integers.HEADER_BYTES + 8L * classes * image.widthPx() * image.heightPx());
        requireMaps(maps, name, rows.length, image);
        List<Integer> known = Arrays.stream(rows).boxed().toList();
        var wanted = new ArrayList<Integer>();
        if (known.contains(0)) {
            wanted.add(0);
        }
        wanted.addAll(image.tags());
        foreign += (int) known.stream().filter(row -> !wanted.contains(row)).count();
        missing += (int) wanted.stream().filter(row -> !known.contains(row)).count();
        return arranged(maps, known, wanted);
    }

    private static void requireMaps(NdArray maps, String name, int rows, Image image) {
        int[] shape = maps.shape();
        boolean fractions = maps.type() == NdArray.Type.FLOAT32 || maps.type() == NdArray.Type.FLOAT64;
        if (!fractions || shape.length != 3 || shape[0] != rows || rows > 0 && (shape[1] < 1 || shape[2] < 1)) {
            throw new IllegalArgumentException(name + " is " + maps + ", not floats [" + rows + ", h, w] for its " + rows + " classes");
        }
        if (rows == 0 && !image.tags().isEmpty()) {
            throw new IllegalArgumentException(name + " has no map, the image's tags name " + image.tags().size() + " classes");
        }
        if (shape[1] > image.heightPx() || shape[2] > image.widthPx()) {
            throw new IllegalArgumentException(name + " has maps of " + shape[2] + "x" + shape[1] + ", the picture only "
                    + image.widthPx() + "x" + image.heightPx() + " pixels; they are of other pictures, or of pictures of another size");
        }
        for (int i = 0; i < maps.size(); i++) {
            if (!(maps.at(i) >= 0 && maps.at(i) <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(name + " holds " + maps.at(i) + "; activation maps are finite and at least 0");
            }
        }
    }

    /** The rows in the order of the wanted classes; zeros where there is none. */
    private static Map<String, NdArray> arranged(NdArray maps, List<Integer> known, List<Integer> wanted) {
        int height = maps.size(1);
        int width = maps.size(2);
        float[] values = new float[wanted.size() * height * width];
        for (int row = 0; row < wanted.size(); row++) {
            int from = known.indexOf(wanted.get(row));
            for (int cell = 0; from >= 0 && cell < height * width; cell++) {
                values[row * height * width + cell] = (float) maps.at(from * height * width + cell);
            }
        }
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put("/maps", NdArray.of(values, wanted.size(), height, width));
        arrays.put("/classes", NdArray.of(wanted.stream().mapToInt(Integer::intValue).toArray(), wanted.size()));
        return arrays;
    }

    @Override
    public List<String> notes() {
        var notes = new ArrayList<String>();
        if (foreign > 0) {
            notes.add(foreign + " maps are of classes that the images' tags do not name; they are left out");
        }
        if (missing > 0) {
            notes.add(missing + " tags have no map; theirs are zero");
        }
        return notes;
    }
}
