package dev.seedbed.app.engine;

import io.temporal.testing.TemporalDevServerOptions;
import io.temporal.testing.internal.devserver.TemporalDevServerDownloader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a Temporal server: the environment's, the one on the path, in the state folder or in Go's folder, one built by Go, one
 * downloaded by the SDK; and with none of these the SDK's own, in the supervisor.
 */
final class TemporalFinder {

    /** Later versions' modules carry replace directives, which {@code go install} refuses. */
    static final String VERSION = "v1.5.1";

    private static final String MODULE = "github.com/temporalio/cli/cmd/temporal@" + VERSION;
    private static final Logger LOG = LoggerFactory.getLogger(TemporalFinder.class);

    private final StateFolder state;
    private final Environment environment;
    private final Consumer<String> progress;

    TemporalFinder(StateFolder state, Environment environment, Consumer<String> progress) {
        this.state = state;
        this.environment = environment;
        this.progress = progress;
    }

    TemporalServer find() throws InterruptedException {
        if (environment.temporal().isPresent()) {
            return new TemporalServer.External(environment.temporal().get());
        }
        if (environment.temporalInProcess()) {
            return new TemporalServer.InProcess("SEEDBED_TEMPORAL=in-process asks for it");
        }
        Optional<Path> found = installed();
        if (found.isEmpty()) {
            found = built();
        }
        if (found.isEmpty()) {
            found = downloaded();
        }
        return found.<TemporalServer>map(TemporalServer.Local::new).orElseGet(() -> new TemporalServer.InProcess(
                "there is no temporal program on the path, and none could be built (is Go installed?) or downloaded"));
    }

    /** One that is there already; nothing is built or fetched. */
    Optional<Path> installed() {
        return environment.path().stream().map(folder -> folder.resolve("temporal"))
                .filter(TemporalFinder::isProgram)
                .findFirst()
                .or(() -> Optional.of(state.bin().resolve("temporal")).filter(TemporalFinder::isProgram))
                .or(() -> goBin().map(folder -> folder.resolve("temporal")).filter(TemporalFinder::isProgram));
    }

    private Optional<Path> goBin() {
        return environment.get("GOBIN").map(Path::of)
                .or(() -> environment.get("GOPATH").map(folders -> Path.of(folders.split(java.io.File.pathSeparator)[0], "bin")))
                .or(() -> environment.get("HOME").map(home -> Path.of(home, "go", "bin")));
    }

    private Optional<Path> go() {
        return java.util.stream.Stream.concat(environment.path().stream(), java.util.stream.Stream.of(Path.of("/usr/local/go/bin")))
                .map(folder -> folder.resolve("go")).filter(TemporalFinder::isProgram).findFirst();
    }

    private Optional<Path> built() throws InterruptedException {
        Optional<Path> go = go();
        if (go.isEmpty()) {
            return Optional.empty();
        }
        progress.accept("building a Temporal server with " + go.get() + "; once, two to three minutes");
        Path log = state.log("temporal-build");
        try {
            return build(go.get(), log) ? Optional.of(state.bin().resolve("temporal")) : Optional.empty();
        } catch (IOException e) {
            progress.accept("building Temporal failed: " + e.getMessage() + "; see " + log);
            return Optional.empty();
        }
    }

    private boolean build(Path go, Path log) throws IOException, InterruptedException {
        ProcessBuilder builder = Jvm.ownSession(List.of(go.toString(), "install", "-v", MODULE)).redirectErrorStream(true);
        builder.environment().put("GOBIN", state.bin().toString());
        Process process = builder.start();
        Thread onExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(onExit);
        Instant since = Instant.now();
        try (BufferedReader lines = process.inputReader(); var out = Files.newBufferedWriter(log)) {
            int packages = 0;
            Instant told = since;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write(line + System.lineSeparator());
                packages++;
                if (Duration.between(told, Instant.now()).toSeconds() >= 15) {
                    told = Instant.now();
                    progress.accept("building Temporal: " + Duration.between(since, told).toSeconds() + " s, " + packages + " packages");
                }
            }
        } finally {
            unhook(onExit);
        }
        int code = process.waitFor();
        progress.accept(code == 0
                ? "built Temporal in " + Duration.between(since, Instant.now()).toSeconds() + " s"
                : "building Temporal failed with exit code " + code + "; see " + log);
        return code == 0;
    }

    private static void unhook(Thread onExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            LOG.debug("the build ends with the program");
        }
    }

    /** By the SDK's development-server starter; its public face would also start the server, with flags other than ours. */
    private Optional<Path> downloaded() {
        progress.accept("downloading a Temporal server");
        try {
            return Optional.of(TemporalDevServerDownloader.prepare(TemporalDevServerOptions.newBuilder()
                    .setDownloadVersion(VERSION)
                    .setDownloadDestination(state.bin().toString())
                    .build()));
        } catch (RuntimeException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            LOG.info("no download of Temporal", e);
            progress.accept("downloading Temporal failed: " + cause);
            return Optional.empty();
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
