package dev.seedbed.app.cli;

import dev.seedbed.app.engine.Stack;
import dev.seedbed.tracking.Database;
import picocli.CommandLine.Command;

/** Brings the database's schema up to date. */
@Command(
        name = "migrate",
        description = "Bring the schema of the database (SEEDBED_JDBC_URL, else the embedded one) up to this program's version.",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Runnable {

    private final Seedbed seedbed;

    MigrateCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public void run() {
        try (Stack stack = seedbed.database();
                Database database = Database.open(stack.jdbcUrl(), stack.user(), stack.password())) {
            database.migrate();
            Seedbed.tell("the schema at " + stack.jdbcUrl() + " is up to date");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
