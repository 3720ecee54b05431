package dev.seedbed.json;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody meant when they mistyped a name. */
public final class Nearest {

    private Nearest() {}

    /** {@code "; did you mean X?"} when a known name is near, else the list of what is known. */
    public static String hint(String given, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(given, name) <= Math.max(2, name.length() / 3))
                .min(Comparator.comparingInt((String name) -> distance(given, name)).thenComparing(name -> name))
                .map(name -> "; did you mean " + name + "?")
                .orElse("; known here: " + String.join(", ", known));
    }

    /** Levenshtein's distance, letter case ignored. */
    static int distance(String a, String b) {
        String x = a.toLowerCase(java.util.Locale.ROOT);
        String y = b.toLowerCase(java.util.Locale.ROOT);
        int[] row = new int[y.length() + 1];
        for (int j = 0; j <= y.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= x.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= y.length(); j++) {
                int above = row[j];
                int substituted = diagonal + (x.charAt(i - 1) == y.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substituted, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[y.length()];
    }
}
