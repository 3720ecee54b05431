package dev.seedbed.artifact;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The one hash of the project: SHA-256, written as 64 lower-case hexadecimal digits. */
public final class Sha256 {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private Sha256() {}

    /** A fresh digest. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The hash of the bytes. */
    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** The hash of the text's UTF-8 bytes. */
    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The argument, if it has the form of a hash.
     *
     * @throws IllegalArgumentException if it has not
     */
    public static String require(String hash) {
        if (hash == null || !FORM.matcher(hash).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in 64 hexadecimal digits: " + hash);
        }
        return hash;
    }
}
