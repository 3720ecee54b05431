package dev.seedbed.imaging;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.HashMap;
import java.util.Map;

/**
 * Plain lettering of single strokes. It needs no font, so that pictures can be captioned on a machine that has none, as servers often do.
 *
 * <p>A letter is some strokes; a stroke is points of two signs, x from 0 to 8 and y from a (descender) over e (base line) and m (small
 * letters) to q (capitals). A stroke that starts with ~ is rounded, one with o rounded and closed.
 */
final class Lettering {

    private static final int CAPITAL_UNITS = 12;
    private static final int GAP_UNITS = 4;
    private static final String UNKNOWN = "0e6e6q0q0e";
    private static final Map<Character, String> LETTERS = new HashMap<>();

    static {
        define('a', "o0e6e6m0m 6m6e", 'b', "0q0e o0e6e6m0m", 'c', "~6l6m0m0e6e6f", 'd', "6q6e o0e6e6m0m", 'e', "0i6i ~6i6m0m0e6e6f");
        define('f', "2e2m ~2m2q6q 0m5m", 'g', "o0e6e6m0m 6m6e ~6e6a1a", 'h', "0q0e ~0j0m6m6j 6j6e", 'i', "0m0e 0o0p");
        define('j', "2m2e ~2e2a0a 2o2p", 'k', "0q0e 5m0h 2i6e", 'l', "0q0e", 'm', "0m0e ~0j0m4m4j 4j4e ~4j4m8m8j 8j8e");
        define('n', "0m0e ~0j0m6m6j 6j6e", 'o', "o0e6e6m0m", 'p', "0m0a o0e6e6m0m", 'q', "6m6a o0e6e6m0m", 'r', "0m0e ~0i0m5m");
        define('s', "~6l6m0m0i6i6e0e0f", 't', "2q2g ~2g2e5e 0m5m", 'u', "0m0h ~0h0e6e6h 6m6e", 'v', "0m3e6m", 'w', "0m2e4m6e8m");
        define('x', "0m6e 6m0e", 'y', "0m3e 6m2a", 'z', "0m6m0e6e");
        define('A', "0e3q6e 1i5i", 'B', "0q0e3e ~3e7e7k3k 3k0k ~3k6k6q3q 3q0q", 'C', "~6o6q0q0e6e6g", 'D', "0e0q2q ~2q7q7e2e 2e0e");
        define('E', "6q0q0e6e 0k5k", 'F', "6q0q0e 0k5k", 'G', "~6o6q0q0e6e6k 6k3k", 'H', "0q0e 6q6e 0k6k", 'I', "0q0e");
        define('J', "4q4h ~4h4e0e0h", 'K', "0q0e 6q0j 2l6e", 'L', "0q0e6e", 'M', "0e0q4h8q8e", 'N', "0e0q6e6q", 'O', "o0e7e7q0q");
        define('P', "0e0q3q ~3q7q7j3j 3j0j", 'Q', "o0e7e7q0q 4h7d", 'R', "0e0q3q ~3q7q7j3j 3j0j 3j6e", 'S', "~6o6q0q0k6k6e0e0g");
        define('T', "0q6q 3q3e", 'U', "0q0i ~0i0e6e6i 6i6q", 'V', "0q3e6q", 'W', "0q2e4q6e8q", 'X', "0q6e 6q0e", 'Y', "0q3k6q 3k3e");
        define('Z', "0q6q0e6e");
        define('0', "o0e6e6q0q", '1', "1o3q3e", '2', "~0n0q6q6l0e 0e6e", '3', "~0p0q6q6k2k ~2k6k6e0e0f", '4', "5e5q0h7h");
        define('5', "6q1q0k ~0k2m6m6e0e0f", '6', "o0e6e6k0k ~0h0q5q", '7', "0q6q2e", '8', "o0k6k6q0q o0e6e6k0k");
        define('9', "o0k6k6q0q ~6n6e1e");
        define(' ', "", '.', "0e0f", ',', "1f0c", ':', "0e0f 0k0l", ';', "1f0c 1k1l", '-', "0i4i", '–', "0i6i", '_', "0d6d", '/', "0c5q");
        define('(', "~2q0n0f2c", ')', "~0q2n2f0c", '[', "2q0q0c2c", ']', "0q2q2c0c", '+', "0i6i 3l3f", '=', "0k5k 0g5g");
        define('#', "1e2q 4e5q 0m6m 0i6i");
        define('%', "0e6q o0n2n2q0q o4e6e6h4h", '?', "~0o0q6q6l3l3i 3e3f", '!', "0q0i 0e0f", '\'', "0q0n", '<', "5m0i5e", '>', "0m5i0e");
        define('×', "0l5g 5l0g", '→', "0i7i 5k7i5g", '·', "0i0j", '…', "0e0f 3e3f 6e6f");
        define('@', "o2g5g5l2l ~5l5g8g8q0q0d6d", '*', "3q3k 0p6l 6p0l");
    }

    private Lettering() {}

    /**
     * Writes the text.
     *
     * @param x left end, pixels
     * @param y base line, pixels
     * @param capitalPx height of capitals
     */
    static void write(Graphics2D to, String text, double x, double y, double capitalPx) {
        double unit = capitalPx / CAPITAL_UNITS;
        var before = to.getStroke();
        to.setStroke(new BasicStroke((float) Math.max(0.8, capitalPx / 8), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        double at = x;
        for (char sign : text.toCharArray()) {
            String letter = LETTERS.getOrDefault(sign, UNKNOWN);
            var place = new AffineTransform(unit, 0, 0, -unit, at, y);
            for (String stroke : letter.split(" ")) {
                if (!stroke.isEmpty()) {
                    to.draw(place.createTransformedShape(path(stroke)));
                }
            }
            at += (width(letter) + GAP_UNITS) * unit;
        }
        to.setStroke(before);
    }

    /** How wide the text gets, pixels. */
    static double width(String text, double capitalPx) {
        double units = text.chars().mapToDouble(sign -> width(LETTERS.getOrDefault((char) sign, UNKNOWN)) + GAP_UNITS).sum();
        return Math.max(0, units - GAP_UNITS) * capitalPx / CAPITAL_UNITS;
    }

    private static int width(String letter) {
        return letter.isEmpty() ? 4 : letter.chars().filter(Character::isDigit).map(digit -> digit - '0').max().orElse(0);
    }

    private static Path2D path(String stroke) {
        boolean closed = stroke.charAt(0) == 'o';
        boolean smooth = closed || stroke.charAt(0) == '~';
        int first = smooth ? 1 : 0;
        int points = (stroke.length() - first) / 2;
        double[] x = new double[points];
        double[] y = new double[points];
        for (int p = 0; p < points; p++) {
            x[p] = stroke.charAt(first + 2 * p) - '0';
            y[p] = stroke.charAt(first + 2 * p + 1) - 'e';
        }
        return closed ? loop(x, y) : smooth ? curve(x, y) : polyline(x, y);
    }

    private static Path2D polyline(double[] x, double[] y) {
        var path = new Path2D.Double();
        path.moveTo(x[0], y[0]);
        for (int p = 1; p < x.length; p++) {
            path.lineTo(x[p], y[p]);
        }
        return path;
    }

    /** From the first point to the last, drawn towards those between. */
    private static Path2D curve(double[] x, double[] y) {
        var path = new Path2D.Double();
        path.moveTo(x[0], y[0]);
        for (int p = 1; p < x.length - 1; p++) {
            boolean last = p == x.length - 2;
            path.quadTo(x[p], y[p], last ? x[p + 1] : (x[p] + x[p + 1]) / 2, last ? y[p + 1] : (y[p] + y[p + 1]) / 2);
        }
        return path;
    }

    private static Path2D loop(double[] x, double[] y) {
        int n = x.length;
        var path = new Path2D.Double();
        path.moveTo((x[n - 1] + x[0]) / 2, (y[n - 1] + y[0]) / 2);
        for (int p = 0; p < n; p++) {
            int next = (p + 1) % n;
            path.quadTo(x[p], y[p], (x[p] + x[next]) / 2, (y[p] + y[next]) / 2);
        }
        path.closePath();
        return path;
    }

    private static void define(Object... letters) {
        for (int i = 0; i < letters.length; i += 2) {
            LETTERS.put((Character) letters[i], (String) letters[i + 1]);
        }
    }
}
