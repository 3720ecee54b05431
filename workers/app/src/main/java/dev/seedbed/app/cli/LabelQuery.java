package dev.seedbed.app.cli;

import dev.seedbed.app.label.NamedDatasets;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.label.LabelFilter;
import dev.seedbed.tracking.label.LabelListing;
import dev.seedbed.tracking.label.LabelStatus;
import dev.seedbed.tracking.label.LabelStore;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which label versions are to be listed, and how. */
final class LabelQuery {

    @Parameters(arity = "0..1", paramLabel = "CAMPAIGN", description = "Only those that this campaign's trials made or found.")
    private String campaign;

    @Option(names = "--data", paramLabel = "DATASET", description = "Only those of this data set.")
    private String dataset;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only those of this kind: ${COMPLETION-CANDIDATES}.")
    private LabelVersion.Kind kind;

    @Option(names = "--status", paramLabel = "STATUS", description = "Only those of this status: ${COMPLETION-CANDIDATES}.")
    private LabelStatus status;

    @Option(names = "--tag", paramLabel = "TAG", description = "Only the one with this tag.")
    private String tag;

    @Mixin
    private Listing listing;

    void list(Seedbed seedbed) {
        var filter = new LabelFilter(
                Optional.ofNullable(campaign), Optional.ofNullable(dataset), Optional.ofNullable(kind), Optional.ofNullable(status),
                Optional.ofNullable(tag));
        if (listing.json()) {
            listing.print(seedbed.queryOf(campaign, database -> store(database).list(filter)));
        } else {
            print(seedbed.queryOf(campaign, database -> store(database).listings(filter)));
        }
    }

    private LabelStore store(Database database) {
        if (dataset != null) {
            NamedDatasets.require(database, dataset);
        }
        return new LabelStore(database);
    }

    private void print(List<LabelListing> rows) {
        listing.print(
                rows,
                new Listing.Column<LabelListing>("ID", LabelListing::id),
                new Listing.Column<>("DATA SET", LabelListing::datasetName),
                new Listing.Column<>("KIND", LabelListing::kind),
                new Listing.Column<>("ROUND", LabelListing::round),
                new Listing.Column<>("MIOU", LabelListing::meanIou),
                new Listing.Column<>("COVERAGE", LabelListing::coverage),
                new Listing.Column<>("SUPERVISION", LabelListing::supervision),
                new Listing.Column<>("PARENTS", LabelListing::parents),
                new Listing.Column<>("STATUS", LabelListing::status),
                new Listing.Column<>("TAGS", LabelListing::tags),
                new Listing.Column<>("HASH", row -> row.contentHash().substring(0, 12)),
                new Listing.Column<>("STAGE", row -> row.stageKey().map(key -> key.substring(0, 12))));
    }
}
