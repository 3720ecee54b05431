package dev.seedbed.app.cli;

import picocli.CommandLine.Option;

/** The choice between a text for people and one JSON object for programs. A mixin of commands that tell of one thing. */
final class JsonObject {

    @Option(names = "--json", description = "Print one JSON object on standard output.")
    private boolean json;

    /** Prints the value as JSON if that was asked for, else the text. */
    void print(Object value, Runnable text) {
        if (json) {
            System.out.println(Listing.json(value));
        } else {
            text.run();
        }
    }
}
