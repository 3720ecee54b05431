package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.app.label.LabelComparison;
import dev.seedbed.app.label.LabelDetails;
import dev.seedbed.app.label.LabelDiff;
import dev.seedbed.app.label.LabelExport;
import dev.seedbed.app.label.LabelImport;
import dev.seedbed.app.label.LabelSheet;
import dev.seedbed.app.label.NamedLabels;
import dev.seedbed.app.label.Recompute;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.campaign.CampaignSpec;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.campaign.CampaignStore;
import dev.seedbed.tracking.label.LabelReview;
import dev.seedbed.tracking.label.LabelRevocation;
import dev.seedbed.tracking.label.LabelRow;
import dev.seedbed.tracking.label.Revocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Works with label versions; alone it lists them. */
@Command(
        name = "labels",
        description = "Work with label versions: list, show, compare, bring in and out, judge, name and withdraw them.",
        footer = "%nA version is named by its id, by a tag, by the name that it was imported under, or by the beginning of its hash. Without a further command, labels lists.",
        mixinStandardHelpOptions = true)
final class LabelsCommand implements Runnable {

    private static final String VERSION = "Its id, a tag, the name of an import, or the beginning of its hash.";

    private final Seedbed seedbed;

    @Mixin
    private LabelQuery query;

    LabelsCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public void run() {
        query.list(seedbed);
    }

    @Command(name = "list", description = "List label versions: what they are, where they came from, what they are worth.", mixinStandardHelpOptions = true)
    void list(@Mixin LabelQuery which) {
        which.list(seedbed);
    }

    @Command(name = "show", description = "Show all that is known of a version: lineage, quality by class, curves, history.", mixinStandardHelpOptions = true)
    void show(
            @Parameters(paramLabel = "VERSION", description = VERSION) String named,
            @Option(names = "--sheet", paramLabel = "FILE", description = "Write a contact sheet of the images that it labels worst.") Path sheet,
            @Option(names = "--top", paramLabel = "N", defaultValue = "10", description = "Images on the sheet (default ${DEFAULT-VALUE}).") int top,
            @Mixin JsonObject json)
            throws InterruptedException {
        requirePositive(top);
        try (var alone = seedbed.factsAlone()) {
            LabelRow row = NamedLabels.require(alone.facts().database(), named);
            LabelDetails details = LabelDetails.of(alone.facts().database(), row);
            json.print(details, () -> LabelTexts.show(details));
            if (sheet != null) {
                var images = DiffTexts.worst(comparison(alone.facts()).worst(row), row, top);
                write(sheet, new LabelSheet("Label version " + row.id() + ", worst images first", List.of(row), images), alone.facts());
            }
        }
    }

    /** What a sheet shows first. */
    enum By {
        CHANGED,
        WORST
    }

    @Command(name = "diff", description = "Compare two versions of one data set.", mixinStandardHelpOptions = true)
    void diff(
            @Parameters(index = "0", paramLabel = "A", description = VERSION) String first,
            @Parameters(index = "1", paramLabel = "B", description = "The other, named so too.") String second,
            @Option(names = "--top", paramLabel = "N", defaultValue = "10", description = "How many images to show (default ${DEFAULT-VALUE}).") int top,
            @Option(names = "--sheet", paramLabel = "FILE", description = "Write a contact sheet: image, A, B, truth.") Path sheet,
            @Option(names = "--by", paramLabel = "ORDER", defaultValue = "CHANGED", description = "What the sheet shows: the images that changed most, or those that B labels worst: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).") By by,
            @Mixin JsonObject json)
            throws InterruptedException {
        requirePositive(top);
        try (var alone = seedbed.factsAlone()) {
            LabelRow a = NamedLabels.require(alone.facts().database(), first);
            LabelRow b = NamedLabels.require(alone.facts().database(), second);
            LabelComparison comparison = comparison(alone.facts());
            LabelDiff diff = comparison.diff(a, b).top(top);
            json.print(diff, () -> DiffTexts.diff(diff));
            if (sheet != null) {
                String title = "Label versions " + a.id() + " and " + b.id() + ", " + (by == By.CHANGED ? "most changed" : "worst") + " images first";
                var images = switch (by) {
                    case CHANGED -> DiffTexts.changed(diff);
                    case WORST -> DiffTexts.worst(comparison.worst(b), b, top);
                };
                write(sheet, new LabelSheet(title, List.of(a, b), images), alone.facts());
            }
        }
    }

    private static LabelComparison comparison(Facts facts) {
        return new LabelComparison(facts.artifacts(), new Terminal());
    }

    private static void requirePositive(int top) {
        if (top < 1) {
            throw new UserError("--top must be at least 1, not " + top);
        }
    }

    private static void write(Path file, LabelSheet sheet, Facts facts) {
        if (sheet.images().isEmpty()) {
            Seedbed.tell("no image to show: no sheet was written");
            return;
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Files.write(file, sheet.png(facts.artifacts()));
            Seedbed.tell("contact sheet: " + file);
        } catch (IOException e) {
            throw new UserError("--sheet: cannot write " + file + ": " + e);
        }
    }

    @Command(name = "export", description = "Write a version as palette PNGs in VOC's layout: DIR/SegmentationClass/ID.png and DIR/classes.txt.", mixinStandardHelpOptions = true)
    void export(
            @Parameters(index = "0", paramLabel = "VERSION", description = VERSION) String named,
            @Parameters(index = "1", paramLabel = "DIR", description = "A new or empty folder.") Path folder)
            throws InterruptedException {
        try (var alone = seedbed.factsAlone()) {
            LabelRow row = NamedLabels.require(alone.facts().database(), named);
            int masks = LabelExport.write(row.version(), folder, alone.facts().artifacts());
            Seedbed.tell(masks + " masks of label version " + row.id() + " are in " + folder);
        }
    }

    @Command(
            name = "import",
            description = "Make a version of a folder of masks: PNGs of class indices (palette or grey, 255 ignored), ID.png for every image of the list,"
                    + " in DIR or DIR/SegmentationClass. Checked whole first; whole, or not at all.",
            mixinStandardHelpOptions = true)
    void bringIn(
            @Parameters(paramLabel = "DIR", description = "The folder of masks; its classes.txt, if any, must name the data set's classes.") Path folder,
            @Option(names = "--data", required = true, paramLabel = "DATASET", description = "The data set that the masks label.") String dataset,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "What the version is called.") String name,
            @Option(names = "--split", paramLabel = "LIST", defaultValue = "train", description = "The list whose images are labelled (default ${DEFAULT-VALUE}).") String split,
            @Option(names = "--supervision", paramLabel = "WORDS", defaultValue = "unknown", description = "What people gave for the masks, such as boxes or tags+saliency (default ${DEFAULT-VALUE}).") String supervision,
            @Option(names = "--pretraining", paramLabel = "WORDS", defaultValue = "unknown", description = "What the networks behind the masks had seen, such as imagenet, or none (default ${DEFAULT-VALUE}).") String pretraining)
            throws InterruptedException {
        var labels = new LabelImport(folder, dataset, name, split, supervision, pretraining);
        try (var alone = seedbed.factsAlone()) {
            LabelRow row = labels.run(alone.facts(), new Terminal());
            Seedbed.tell("label version " + row.id() + " (" + row.name() + "): " + row.kind() + ", supervision " + row.supervision() + ", coverage "
                    + Figures.round(row.coverage()) + LabelTexts.meanIou(row).map(value -> ", mean IoU " + Figures.round(value)).orElse(""));
        }
    }

    @Command(name = "approve", description = "Record that a version was found good.", mixinStandardHelpOptions = true)
    void approve(
            @Parameters(paramLabel = "VERSION", description = VERSION) String named,
            @Option(names = "--note", paramLabel = "TEXT", description = "Why.") String note) {
        review(named, (review, row) -> {
            review.approve(row.id(), Optional.ofNullable(note));
            return "label version " + row.id() + " is approved";
        });
    }

    @Command(name = "reject", description = "Record that a version was found bad. What was made from it stays; revoke withdraws that too.", mixinStandardHelpOptions = true)
    void reject(
            @Parameters(paramLabel = "VERSION", description = VERSION) String named,
            @Option(names = "--note", paramLabel = "TEXT", description = "Why.") String note) {
        review(named, (review, row) -> {
            review.reject(row.id(), Optional.ofNullable(note));
            return "label version " + row.id() + " is rejected";
        });
    }

    @Command(name = "tag", description = "Give a version a name, or take a name away: tag VERSION NAME, tag --remove NAME.", mixinStandardHelpOptions = true)
    void tag(
            @Parameters(arity = "0..2", paramLabel = "VERSION NAME", description = "The version and its new name.") List<String> words,
            @Option(names = "--move", description = "Take the name from another version that has it.") boolean move,
            @Option(names = "--remove", paramLabel = "NAME", description = "Take this name away from the version that has it.") String removed) {
        if (removed == null ? words == null || words.size() != 2 : words != null || move) {
            throw new UserError("give a version and a name, or --remove and a name: ./seedbed labels tag VERSION NAME");
        }
        if (removed != null) {
            untag(removed);
            return;
        }
        review(words.get(0), (review, row) -> {
            try {
                review.tag(row.id(), words.get(1), move);
            } catch (NameTakenException e) {
                throw new UserError("another label version has the tag " + words.get(1) + "; move it with --move");
            }
            return "label version " + row.id() + " has the tag " + words.get(1);
        });
    }

    private void untag(String name) {
        long id = seedbed.query(database -> new LabelReview(database, user()).untag(name))
                .orElseThrow(() -> new UserError("there is no tag " + name + "; ./seedbed labels lists those that there are"));
        Seedbed.tell("label version " + id + " has no longer the tag " + name);
    }

    private interface Deed {
        String on(LabelReview review, LabelRow row);
    }

    private void review(String named, Deed deed) {
        Seedbed.tell(seedbed.query(database -> {
            try {
                return deed.on(new LabelReview(database, user()), NamedLabels.require(database, named));
            } catch (IllegalArgumentException e) {
                throw new UserError(e.getMessage());
            }
        }));
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    @Command(
            name = "revoke",
            description = "Withdraw a version and everything derived from it, and write the campaign that computes it anew. A withdrawn result is never"
                    + " used again; a trial that is under way with it fails at its next stage, saying so, and goes on when its campaign is submitted again.",
            mixinStandardHelpOptions = true)
    void revoke(
            @Parameters(paramLabel = "VERSION", description = VERSION) String named,
            @Option(names = "--note", paramLabel = "TEXT", description = "Why.") String note,
            @Option(names = "--dry-run", description = "Only tell what would be withdrawn.") boolean dryRun,
            @Option(names = "--recompute", paramLabel = "DIR", description = "Where to write the campaign files that compute it anew; else the state folder's recompute.") Path folder,
            @Mixin JsonObject json) {
        Path to = folder == null ? seedbed.state().root().resolve("recompute") : folder;
        RevocationTexts.Revoked revoked = seedbed.query(database -> {
            LabelRow row = NamedLabels.require(database, named);
            var revocation = new LabelRevocation(database, user());
            Revocation fallen = dryRun ? revocation.plan(row.id()) : revocation.revoke(row.id(), Optional.ofNullable(note));
            List<CampaignSpec> anew = row.stageKey().isPresent() ? new Recompute(new CampaignStore(database)).of(fallen) : List.of();
            List<String> files = dryRun ? List.of() : Recompute.write(anew, to).stream().map(Path::toString).toList();
            return new RevocationTexts.Revoked(row.id(), dryRun, fallen, anew.stream().map(CampaignSpec::campaign).toList(), files);
        });
        json.print(revoked, () -> RevocationTexts.revoked(revoked));
    }
}
