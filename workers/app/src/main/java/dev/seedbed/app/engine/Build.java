package dev.seedbed.app.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** This program's own identity, as the build wrote it into a resource. */
public final class Build {

    private Build() {}

    /** The version of this program. */
    public static String version() {
        try (InputStream in = Build.class.getResourceAsStream("/seedbed/version.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
