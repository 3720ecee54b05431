package dev.seedbed.data;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * Values by index, read when first asked for. Small sets stay in memory; of sets over the budget every value is read anew each time,
 * and the operating system's page cache is the cache. Safe for several threads: two may read the same value at once, and get equal ones.
 */
final class Kept<T> {

    private final IntFunction<T> read;
    private final AtomicReferenceArray<T> values;

    /**
     * @param bytes what all values take in memory
     * @param budget how many bytes may be kept
     */
    Kept(int size, long bytes, long budget, IntFunction<T> read) {
        this.read = read;
        this.values = new AtomicReferenceArray<>(bytes <= budget ? size : 0);
    }

    T get(int index) {
        if (values.length() == 0) {
            return read.apply(index);
        }
        T known = values.get(index);
        if (known == null) {
            known = read.apply(index);
            values.set(index, known);
        }
        return known;
    }
}
