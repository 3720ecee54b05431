package dev.seedbed.app.engine;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How this program starts itself again as another process.
 *
 * @param mainClass the class whose {@code main} takes the command line
 */
public record Jvm(String mainClass) {

    /** What every process of the program needs: native access for the engine, a quiet start. */
    private static final List<String> FLAGS = List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    /** Programs whose children must not get the terminal's Ctrl-C, and must run on when it closes, start them so. */
    private static final Optional<Path> SETSID = Environment.current().path().stream()
            .map(folder -> folder.resolve("setsid")).filter(file -> file.toFile().canExecute()).findFirst();

    /** The command that runs this program with the arguments; the class path is no part of it. */
    List<String> command(String heap, List<String> flags, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.add("-Xms32m");
        command.addAll(FLAGS);
        command.addAll(flags);
        command.add(mainClass);
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /** A builder of the process in a session of its own; the class path goes by the environment, where it hides no argument. */
    ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = ownSession(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder;
    }

    /** A builder of any program's process in a session of its own; its id is the program's, as setsid replaces itself by it. */
    static ProcessBuilder ownSession(List<String> command) {
        var words = new ArrayList<String>();
        SETSID.map(Path::toString).ifPresent(words::add);
        words.addAll(command);
        return new ProcessBuilder(words).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    }
}
