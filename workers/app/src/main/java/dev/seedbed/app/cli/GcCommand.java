package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.tracking.artifact.ArtifactCollector;
import dev.seedbed.tracking.artifact.Collection;
import dev.seedbed.tracking.artifact.FolderArtifactStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Collects artifacts that nothing leads to. */
@Command(
        name = "gc",
        description = "Remove artifacts that no campaign, label version or data set leads to.",
        mixinStandardHelpOptions = true)
final class GcCommand implements Callable<Integer> {

    private final Seedbed seedbed;

    @Option(names = "--dry-run", description = "Only tell what would go.")
    private boolean dryRun;

    @Option(
            names = "--grace-hours",
            paramLabel = "HOURS",
            defaultValue = "24",
            description = "How long what was put or asked for stays anyway; less than a running stage takes may hurt it (default ${DEFAULT-VALUE}).")
    private double graceHours;

    @Mixin
    private Listing listing;

    GcCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!(graceHours >= 0)) {
            throw new UserError("--grace-hours must be at least 0, not " + graceHours);
        }
        try (var alone = seedbed.factsAlone()) {
            var store = (FolderArtifactStore) alone.facts().artifacts();
            Collection collected = new ArtifactCollector(alone.facts().database(), store)
                    .collect(Duration.ofSeconds((long) (3600 * graceHours)), dryRun);
            listing.print(
                    List.of(collected),
                    new Listing.Column<Collection>(dryRun ? "WOULD REMOVE" : "REMOVED", Collection::blobs),
                    new Listing.Column<>("BYTES", Collection::bytes),
                    new Listing.Column<>("STAGES", Collection::stages),
                    new Listing.Column<>("KEPT", Collection::keptBlobs),
                    new Listing.Column<>("KEPT BYTES", Collection::keptBytes));
        }
        return ExitCode.DONE.code();
    }
}
