package dev.seedbed.data.coco;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/** Run lengths as COCO's JSON has them: numbers, or a string of five bits a character. */
final class RunLengths {

    private static final int BITS = 5;
    private static final int MORE = 1 << BITS;
    private static final int SIGN = MORE >> 1;
    private static final int FIRST = '0';
    private static final int LONGEST = 7;

    private RunLengths() {}

    /** @throws IllegalArgumentException if they are neither */
    static long[] read(JsonNode counts) {
        if (counts.isTextual()) {
            return decode(counts.textValue());
        }
        long[] values = new long[counts.size()];
        for (int i = 0; i < values.length; i++) {
            if (!counts.get(i).isIntegralNumber()) {
                throw new IllegalArgumentException("its run lengths hold " + counts.get(i) + ", which is no whole number");
            }
            values[i] = counts.get(i).longValue();
        }
        return values;
    }

    /** Numbers of five bits a character, lowest first, the last with a sign; from the fourth on, differences to the last but one. */
    static long[] decode(String text) {
        long[] counts = new long[text.length()];
        int found = 0;
        for (int at = 0; at < text.length(); found++) {
            long value = 0;
            int digit = MORE;
            int shift = 0;
            for (; (digit & MORE) != 0; shift += BITS, at++) {
                digit = at < text.length() && shift < BITS * LONGEST ? text.charAt(at) - FIRST : -1;
                if (digit < 0 || digit >= 2 * MORE) {
                    throw new IllegalArgumentException("its compressed run lengths are damaged at character " + (at + 1));
                }
                value |= (long) (digit & MORE - 1) << shift;
            }
            if ((digit & SIGN) != 0) {
                value |= -1L << shift;
            }
            counts[found] = found > 2 ? value + counts[found - 2] : value;
        }
        return Arrays.copyOf(counts, found);
    }
}
