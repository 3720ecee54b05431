package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.app.campaign.Datasets;
import dev.seedbed.app.campaign.DemoReport;
import dev.seedbed.app.engine.StackOptions;
import dev.seedbed.campaign.CampaignFile;
import dev.seedbed.data.ImportOptions;
import dev.seedbed.data.ImportedDataset;
import dev.seedbed.data.VocImport;
import dev.seedbed.data.scenes.Scenes;
import dev.seedbed.tracking.campaign.CampaignRow;
import dev.seedbed.tracking.campaign.TrialStore;
import dev.seedbed.tracking.dataset.DatasetRow;
import dev.seedbed.tracking.dataset.DatasetStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows adversarial erasing at work. */
@Command(
        name = "demo",
        description = "Run adversarial erasing on generated scenes, or on a folder of your own, and show what came of it.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final String CAMPAIGN = "/seedbed/campaigns/scenes-aepsl.yaml";
    private static final String SCENES = "scenes";

    /** On photographs activation is spread wider than on the scenes' small badges. */
    private static final String PHOTOGRAPHS_THRESHOLD = "0.5";

    private final Seedbed seedbed;

    @Option(names = "--data", paramLabel = "DIR", description = "A folder in VOC's layout instead of the generated scenes.")
    private Path folder;

    @Option(names = "--size", paramLabel = "PX", defaultValue = "128", description = "Side that pictures of --data are squashed to (default ${DEFAULT-VALUE}).")
    private int sizePx;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of the trial (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--devices", split = ",", paramLabel = "DEVICE", description = "Devices, such as cuda:0 or cpu:0,cpu:1.")
    private List<String> devices;

    DemoCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var session = CampaignSession.join(seedbed, StackOptions.of(devices, null, false))) {
            DatasetRow dataset = folder == null ? scenes(session) : imported(session);
            CampaignFile file = campaign(dataset);
            CampaignRow row = session.submission().submit(file, text(), Optional.empty());
            int exit = session.follow(row.name());
            if (exit == ExitCode.DONE.code()) {
                show(session, row.name());
            }
            return exit;
        }
    }

    private static DatasetRow scenes(CampaignSession session) {
        Optional<DatasetRow> known = new DatasetStore(session.facts().database()).find(SCENES);
        return known.orElseGet(() -> new Datasets(session.facts())
                .register(SCENES, Scenes.defaults().store(session.facts().artifacts(), new Terminal())));
    }

    private DatasetRow imported(CampaignSession session) {
        if (sizePx < 32 || sizePx > 1024) {
            throw new UserError("--size must be from 32 to 1024 pixels, not " + sizePx);
        }
        var datasets = new Datasets(session.facts());
        ImportedDataset read = datasets.read(store -> VocImport.importVoc(folder, ImportOptions.defaults().squashedTo(sizePx), store, new Terminal()));
        Path last = folder.toAbsolutePath().normalize().getFileName();
        String called = last == null ? "data" : last.toString().replaceAll("[^A-Za-z0-9._-]", "-");
        return datasets.register(
                "demo-" + called.substring(0, Math.min(40, called.length())) + "-" + read.ref().sha256().substring(0, 8), read);
    }

    private CampaignFile campaign(DatasetRow dataset) {
        String name = dataset.name() + "-aepsl" + (seed == 0 ? "" : "-seed" + seed);
        var changes = new TreeMap<>(Map.of("campaign", name, "dataset", dataset.name(), "seeds", "[" + seed + "]"));
        if (folder != null) {
            changes.put("settings.classifier.sidePx", Integer.toString(sizePx));
            changes.put("settings.segmenter.sidePx", Integer.toString(sizePx));
            changes.put("settings.regions.threshold", PHOTOGRAPHS_THRESHOLD);
            int train = dataset.splits().path("train").asInt();
            changes.put("settings.classifier.batch", Integer.toString(Math.clamp(train, 1, 16)));
            changes.put("settings.segmenter.batch", Integer.toString(Math.clamp(train, 1, 8)));
        }
        return CampaignFile.read("scenes-aepsl.yaml", text(), changes);
    }

    private static String text() {
        try (InputStream file = DemoCommand.class.getResourceAsStream(CAMPAIGN)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void show(CampaignSession session, String campaign) {
        var trial = new TrialStore(session.facts().database()).list(Optional.of(campaign)).getFirst();
        var report = new DemoReport(session.facts(), trial);
        report.table().forEach(System.out::println);
        Path sheet = seedbed.state().root().resolve("demo").resolve(campaign + ".png");
        try {
            Files.createDirectories(sheet.getParent());
            Files.write(sheet, report.sheet().png());
        } catch (IOException e) {
            throw new UserError("cannot write the contact sheet " + sheet + ": " + e.getMessage());
        }
        System.out.println();
        System.out.println("Contact sheet: " + sheet);
        System.out.println("Go on with:    ./seedbed stages " + campaign + "        what was computed, and what was found");
        System.out.println("               ./seedbed labels " + campaign + "        the label versions");
        System.out.println("               ./seedbed labels show ID                lineage, quality, history; labels --help says more");
        System.out.println("               ./seedbed demo --data DIR               the same on your own pictures");
    }
}
