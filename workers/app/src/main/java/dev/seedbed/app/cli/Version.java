package dev.seedbed.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The program's version, as the build wrote it into a resource. */
public final class Version implements IVersionProvider {

    /** The version of this program. */
    public static String current() {
        try (InputStream in = Version.class.getResourceAsStream("/seedbed/version.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"seedbed " + current() + " on Java " + Runtime.version()};
    }
}
