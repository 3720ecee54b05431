package dev.seedbed.app.engine;

import dev.seedbed.app.cli.Seedbed;

/** The program with workers that take no work, for tests of the processes around them. */
public final class TestSeedbed {

    static final Jvm JVM = new Jvm(TestSeedbed.class.getName());

    private TestSeedbed() {}

    public static void main(String[] arguments) {
        System.exit(Seedbed.run(JVM, settings -> () -> {}, arguments));
    }
}
