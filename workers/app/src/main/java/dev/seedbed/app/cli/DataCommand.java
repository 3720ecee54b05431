package dev.seedbed.app.cli;

import dev.seedbed.tracking.dataset.DatasetRow;
import dev.seedbed.tracking.dataset.DatasetStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings data sets in and lists them. */
@Command(name = "data", description = "Bring data sets in and list them.", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "(import|arrays|list)")
final class DataCommand {

    private final Seedbed seedbed;

    DataCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
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
