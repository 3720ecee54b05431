package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.app.campaign.ArrayFiles;
import dev.seedbed.tracking.dataset.ImportedArraysRow;
import dev.seedbed.tracking.dataset.ImportedArraysStore;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings cues and activation maps of a data set's images in, and lists them. */
@Command(
        name = "arrays",
        description = "Bring cues and activation maps of other programs in, as NPZ, and list them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(cues|cams|list)")
final class DataArraysCommand {

    private final Seedbed seedbed;

    DataArraysCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    /** Whose arrays they are. */
    static final class Flags {

        @Option(names = "--data", required = true, paramLabel = "DATASET", description = "The data set that they are for.")
        private String dataset;

        @Option(
                names = "--split",
                paramLabel = "LIST",
                defaultValue = "train",
                description = "The list whose images all must have arrays (default ${DEFAULT-VALUE}).")
        private String split;

        @Option(names = "--name", required = true, paramLabel = "NAME", description = "What campaign files call them.")
        private String name;

        @Option(
                names = "--supervision",
                paramLabel = "WORDS",
                defaultValue = "tags",
                description = "What people gave for them, such as tags+saliency (default ${DEFAULT-VALUE}).")
        private String supervision;
    }

    /** Imports cues. */
    @Command(
            name = "cues",
            description = "Localization cues: for every image ID_cues [3,n] (class, y, x) and ID_labels [k], as SEC and DSRG released them.",
            mixinStandardHelpOptions = true)
    int cues(
            @Parameters(paramLabel = "FILE.npz") Path file,
            @Option(names = "--grid", paramLabel = "CELLS", defaultValue = "41", description = "Cells along a side of the grid (default ${DEFAULT-VALUE}).") int gridPx,
            @Mixin Flags flags)
            throws InterruptedException {
        if (gridPx < 1 || gridPx > 1024) {
            throw new UserError("--grid must be from 1 to 1024, not " + gridPx);
        }
        return bringIn(files -> files.importCues(file, flags.dataset, flags.split, flags.name, gridPx, flags.supervision, new Terminal()));
    }

    /** Imports activation maps. */
    @Command(
            name = "cams",
            description = "Activation maps: for every image ID/maps [C,h,w] and ID/classes [C], or IRN's ID/cam and ID/keys.",
            mixinStandardHelpOptions = true)
    int cams(@Parameters(paramLabel = "FILE.npz") Path file, @Mixin Flags flags) throws InterruptedException {
        return bringIn(files -> files.importCams(file, flags.dataset, flags.split, flags.name, flags.supervision, new Terminal()));
    }

    private int bringIn(Function<ArrayFiles, ArrayFiles.Named> importing) throws InterruptedException {
        try (var facts = seedbed.factsAlone()) {
            ArrayFiles.Named named = importing.apply(new ArrayFiles(facts.facts()));
            named.notes().forEach(Seedbed::tell);
            ImportedArraysRow row = named.row();
            Seedbed.tell(row.kind().name().toLowerCase(Locale.ROOT) + " " + row.name() + ": " + row.images() + " images of list " + row.split());
        }
        return ExitCode.DONE.code();
    }

    /** Lists what was brought in. */
    @Command(name = "list", description = "List what was brought in.", mixinStandardHelpOptions = true)
    int list(@Mixin Listing listing) {
        listing.print(
                seedbed.query(database -> new ImportedArraysStore(database).list()),
                new Listing.Column<ImportedArraysRow>("NAME", ImportedArraysRow::name),
                new Listing.Column<>("KIND", ImportedArraysRow::kind),
                new Listing.Column<>("LIST", ImportedArraysRow::split),
                new Listing.Column<>("IMAGES", ImportedArraysRow::images),
                new Listing.Column<>("GRID", ImportedArraysRow::gridPx),
                new Listing.Column<>("DATASET", row -> row.dataset().substring(0, 12)),
                new Listing.Column<>("HASH", row -> row.sha256().substring(0, 12)));
        return ExitCode.DONE.code();
    }
}
