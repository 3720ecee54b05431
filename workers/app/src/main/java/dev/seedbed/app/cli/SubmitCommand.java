package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.app.campaign.DryRun;
import dev.seedbed.app.engine.StackOptions;
import dev.seedbed.campaign.CampaignFile;
import dev.seedbed.campaign.Search;
import dev.seedbed.json.Json;
import dev.seedbed.method.Plan;
import dev.seedbed.search.Proposal;
import dev.seedbed.tracking.campaign.CampaignRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits a campaign. */
@Command(
        name = "submit",
        description = "Submit a campaign. The same name with the same content attaches to it, and takes it up again if it had failed.",
        mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {

    private final Seedbed seedbed;

    @Parameters(paramLabel = "FILE", description = "The campaign file.")
    private Path file;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Change a value of the file, such as settings.classifier.epochs=2.")
    private Map<String, String> changes = new TreeMap<>();

    @Option(names = "--name", paramLabel = "NAME", description = "Submit it under another name than the file's.")
    private String name;

    @Option(names = "--dry-run", description = "Only check everything and show the stages that it would ask for.")
    private boolean dryRun;

    @Mixin
    private Listing listing;

    @Option(names = "--wait", description = "Follow it to its end; without a running stack, start one for that long.")
    private boolean wait;

    @Option(names = "--devices", split = ",", paramLabel = "DEVICE", description = "Devices of the stack that --wait starts, such as cpu:0,cpu:1.")
    private List<String> devices;

    SubmitCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public Integer call() throws InterruptedException {
        CampaignFile campaign = read();
        if (dryRun) {
            return rehearse(campaign);
        }
        if (!wait && !seedbed.hasStack()) {
            throw new UserError("no stack is running to submit to; run ./seedbed up in another terminal, or add --wait");
        }
        try (var session = CampaignSession.join(seedbed, StackOptions.of(devices, null, false))) {
            CampaignRow row = session.submission().submit(campaign, text(), Optional.ofNullable(name));
            session.submission().differences(campaign, row).forEach(Seedbed::tell);
            if (!wait) {
                Seedbed.tell("campaign " + row.name() + " is submitted; follow it with: ./seedbed trials " + row.name());
                return ExitCode.DONE.code();
            }
            return session.follow(row.name());
        }
    }

    private int rehearse(CampaignFile campaign) throws InterruptedException {
        try (Seedbed.StoresAlone stores = seedbed.factsAlone()) {
            List<Plan.Step> steps = new DryRun(stores.facts()).of(campaign);
            listing.print(
                    steps,
                    new Listing.Column<>("#", Plan.Step::number),
                    new Listing.Column<>("STAGE", Plan.Step::kind),
                    new Listing.Column<>("ROUND", Plan.Step::round),
                    new Listing.Column<>("FROM", Plan.Step::from),
                    new Listing.Column<>("STEPS", Plan.Step::trainingSteps),
                    new Listing.Column<>("IMAGES", Plan.Step::images),
                    new Listing.Column<>("TRIALS", Plan.Step::trials),
                    new Listing.Column<>("STATE", step -> step.found() ? "found" : "to compute"));
            long found = steps.stream().filter(Plan.Step::found).count();
            long training = steps.stream().filter(step -> !step.found()).mapToLong(step -> step.trainingSteps().orElse(0)).sum();
            campaign.spec().search().ifPresent(search -> tell(search, DryRun.firstPoints(campaign.spec())));
            int trials = campaign.spec().search()
                    .map(search -> DryRun.firstPoints(campaign.spec()).size() * campaign.spec().seeds().size())
                    .orElse(campaign.spec().trials().size());
            Seedbed.tell("trials: " + trials + ", stages: " + steps.size() + ", found: " + found + ", training steps left: "
                    + training + "; rounds that depend on results are counted in full");
            return ExitCode.DONE.code();
        }
    }

    private static void tell(Search search, List<Proposal> first) {
        Seedbed.tell("a search of " + search.most() + " points by " + Json.write(search.sampler()) + " for "
                + search.objectives().list().stream()
                        .map(objective -> objective.figure() + " (" + objective.goal().name().toLowerCase(Locale.ROOT) + ")")
                        .collect(Collectors.joining(", "))
                + search.pruner().map(pruner -> ", pruned by " + Json.write(pruner)).orElse(""));
        search.space().tree().properties().forEach(dimension -> Seedbed.tell("  " + dimension.getKey() + ": " + dimension.getValue()));
        Seedbed.tell("first points, whose stages are those above:");
        first.forEach(proposal -> Seedbed.tell("  " + proposal.point() + "  " + proposal.reason()));
    }

    private CampaignFile read() {
        return CampaignFile.read(file.toString(), text(), changes);
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new UserError("there is no campaign file " + file);
        } catch (IOException e) {
            throw new UserError("cannot read the campaign file " + file + ": " + e.getMessage());
        }
    }
}
