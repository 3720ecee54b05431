package dev.seedbed.imaging.crf;

import java.util.Arrays;

/** Numbers lattice points, given by packed coordinates, in the order in which they are first met: open addressing, linear probing. */
final class VertexTable {

    private static final int EMPTY = -1;

    private int[] slots;
    private long[] keys;
    private int size;

    VertexTable(int expected) {
        int capacity = Integer.highestOneBit(Math.max(expected, 8)) << 2;
        slots = new int[capacity];
        Arrays.fill(slots, EMPTY);
        keys = new long[capacity / 2];
    }

    int size() {
        return size;
    }

    /** The packed coordinates of a point. */
    long key(int vertex) {
        return keys[vertex];
    }

    /** The number of the point, a new one if it has none yet. */
    int add(long key) {
        int slot = slot(key);
        if (slots[slot] != EMPTY) {
            return slots[slot];
        }
        if (size == keys.length) {
            grow();
            slot = slot(key);
        }
        keys[size] = key;
        slots[slot] = size;
        return size++;
    }

    /** The number of the point, or the other number if it has none. */
    int find(long key, int otherwise) {
        int vertex = slots[slot(key)];
        return vertex == EMPTY ? otherwise : vertex;
    }

    private int slot(long key) {
        int mask = slots.length - 1;
        int slot = (int) (key * 0x9E3779B97F4A7C15L >>> 32) & mask;
        while (slots[slot] != EMPTY && keys[slots[slot]] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        keys = Arrays.copyOf(keys, 2 * keys.length);
        slots = new int[2 * slots.length];
        Arrays.fill(slots, EMPTY);
        for (int vertex = 0; vertex < size; vertex++) {
            slots[slot(keys[vertex])] = vertex;
        }
    }
}
