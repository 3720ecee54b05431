package dev.seedbed.data.arrays;

import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.array.NpzReader;
import java.io.IOException;
import java.util.Arrays;

/** Arrays of whole numbers, whatever their width. */
final class Integers {

    /** More than any header has. */
    static final int HEADER_BYTES = 4096;

    private Integers() {}

    /**
     * Class indices [n].
     *
     * @param classes how many classes there are, background included
     */
    static int[] classes(NpzReader file, String name, int first, int classes) throws IOException {
        NdArray array = file.read(name, HEADER_BYTES + 8L * 16 * classes);
        int[] values = values(array, name);
        if (array.shape().length != 1) {
            throw new IllegalArgumentException(name + " is " + array + ", not a list of classes");
        }
        for (int i = 0; i < values.length; i++) {
            values[i] += first;
            if (values[i] < 0 || values[i] >= classes) {
                throw new IllegalArgumentException(name + " names class " + values[i] + ", the data set has 0 to " + (classes - 1));
            }
        }
        if (Arrays.stream(values).distinct().count() < values.length) {
            throw new IllegalArgumentException(name + " names a class twice");
        }
        return values;
    }

    /** The values of an array of integers, in C order. */
    static int[] values(NdArray array, String name) {
        return switch (array.type()) {
            case INT32 -> array.ints().clone();
            case INT64, UINT8 -> {
                int[] values = new int[array.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (int) array.at(i);
                }
                yield values;
            }
            case FLOAT32, FLOAT64, BOOL -> throw new IllegalArgumentException(name + " is " + array + ", not whole numbers");
        };
    }
}
