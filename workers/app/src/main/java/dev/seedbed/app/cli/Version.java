package dev.seedbed.app.cli;

import dev.seedbed.app.engine.Build;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"seedbed " + Build.version() + " on Java " + Runtime.version()};
    }
}
