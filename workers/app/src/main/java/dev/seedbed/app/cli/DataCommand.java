package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.app.campaign.Datasets;
import dev.seedbed.data.VocOptions;
import dev.seedbed.tracking.dataset.DatasetRow;
import dev.seedbed.tracking.dataset.DatasetStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings data sets in and lists them. */
@Command(name = "data", description = "Bring data sets in and list them.", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "(import voc|list)")
final class DataCommand {

    private final Seedbed seedbed;

    DataCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    /** Imports a folder. */
    @Command(name = "import", description = "Import a folder as a data set: whole, or not at all.", mixinStandardHelpOptions = true)
    int bringIn(
            @Parameters(index = "0", paramLabel = "voc", description = "The folder's layout; voc is what is known.") String layout,
            @Parameters(index = "1", paramLabel = "DIR", description = "Holds JPEGImages, ImageSets/Segmentation, SegmentationClass, Annotations.") Path folder,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "What campaign files call it.") String name,
            @Option(names = "--size", paramLabel = "PX", description = "Squash every picture to a square of this side.") Integer size,
            @Option(names = "--classes", paramLabel = "FILE", description = "Class names, one a line, background first, instead of the folder's classes.txt.") Path classes,
            @Option(names = "--saliency", paramLabel = "DIR", description = "Saliency maps, one a picture, instead of the folder's own.") Path saliency,
            @Option(names = "--incomplete", description = "Let some images lack the mask, annotation or saliency map that others have.") boolean incomplete)
            throws InterruptedException {
        if (!layout.equals("voc")) {
            throw new UserError("the layout " + layout + " is not known; give voc");
        }
        VocOptions options = options(size, classes, saliency, incomplete);
        try (var facts = seedbed.factsAlone()) {
            DatasetRow row = new Datasets(facts.facts()).importVoc(folder, name, options, new Terminal());
            Seedbed.tell("data set " + row.name() + ": " + row.images() + " images, lists " + row.splits() + ", classes " + row.classes());
            Seedbed.tell("go on with a campaign file that says `dataset: " + row.name() + "`, for instance workflows/campaigns/animals-aepsl.yaml");
        }
        return ExitCode.DONE.code();
    }

    private static VocOptions options(Integer size, Path classes, Path saliency, boolean incomplete) {
        try {
            return new VocOptions(
                    size == null ? OptionalInt.empty() : OptionalInt.of(size), Optional.ofNullable(classes), Optional.ofNullable(saliency), incomplete);
        } catch (IllegalArgumentException e) {
            throw new UserError("--size: " + e.getMessage());
        }
    }

    /** Lists data sets. */
    @Command(name = "list", description = "List data sets.", mixinStandardHelpOptions = true)
    int list(@Mixin Listing listing) {
        listing.print(
                seedbed.query(database -> new DatasetStore(database).list()),
                new Listing.Column<DatasetRow>("NAME", DatasetRow::name),
                new Listing.Column<>("IMAGES", DatasetRow::images),
                new Listing.Column<>("LISTS", DatasetRow::splits),
                new Listing.Column<>("CLASSES", row -> row.classes().size()),
                new Listing.Column<>("SALIENCY", row -> row.saliency() ? "yes" : "no"),
                new Listing.Column<>("TRUTH", row -> row.truth().isPresent() ? "yes" : "no"),
                new Listing.Column<>("HASH", row -> row.sha256().substring(0, 12)));
        return ExitCode.DONE.code();
    }
}
