package dev.seedbed.app.cli;

import dev.seedbed.tracking.campaign.TrialState;
import dev.seedbed.tracking.label.Revocation;
import java.util.ArrayList;
import java.util.List;

/** What is told of a revocation. */
final class RevocationTexts {

    private static final int HASH = 12;

    private RevocationTexts() {}

    /**
     * What a revocation did, or would do.
     *
     * @param campaigns that compute it anew
     * @param files where those were written
     */
    record Revoked(long version, boolean dryRun, Revocation fallen, List<String> campaigns, List<String> files) {}

    /** What fell, and how to get it anew. */
    static void revoked(Revoked revoked) {
        Revocation fallen = revoked.fallen();
        if (fallen.labels().isEmpty()) {
            System.out.println("label version " + revoked.version() + " is revoked already; nothing changed");
            return;
        }
        System.out.println((revoked.dryRun() ? "would revoke " : "revoked ") + fallen.labels().size() + " label versions and "
                + fallen.stages().size() + " stages");
        System.out.println();
        new Listing(System.out, false).print(
                fallen.labels(),
                new Listing.Column<Revocation.Version>("LABEL VERSION", Revocation.Version::id),
                new Listing.Column<>("KIND", Revocation.Version::kind),
                new Listing.Column<>("HASH", version -> version.contentHash().substring(0, HASH)),
                new Listing.Column<>("STAGE", version -> version.stageKey().map(key -> key.substring(0, HASH))));
        tables(fallen);
        System.out.println();
        anew(revoked).forEach(System.out::println);
    }

    private static void tables(Revocation fallen) {
        if (!fallen.stages().isEmpty()) {
            System.out.println();
            new Listing(System.out, false).print(
                    fallen.stages(),
                    new Listing.Column<Revocation.Stage>("STAGE", stage -> stage.key().substring(0, HASH)),
                    new Listing.Column<>("KIND", Revocation.Stage::kind),
                    new Listing.Column<>("WAS", Revocation.Stage::state));
        }
        if (!fallen.trials().isEmpty()) {
            System.out.println();
            new Listing(System.out, false).print(
                    fallen.trials(),
                    new Listing.Column<Revocation.Trial>("CAMPAIGN", Revocation.Trial::campaign),
                    new Listing.Column<>("TRIAL", Revocation.Trial::number),
                    new Listing.Column<>("STATE", Revocation.Trial::state),
                    new Listing.Column<>("STAGES", trial -> trial.stages().size()));
        }
    }

    private static List<String> anew(Revoked revoked) {
        var lines = new ArrayList<String>();
        Revocation fallen = revoked.fallen();
        fallen.trials().stream().filter(trial -> trial.state() == TrialState.RUNNING).map(Revocation.Trial::campaign).distinct().forEach(
                campaign -> lines.add("campaign " + campaign + " is running with it: it fails at its next stage; submit it again then, and it goes on"));
        if (fallen.labels().stream().anyMatch(label -> label.id() == revoked.version() && label.stageKey().isEmpty())) {
            lines.add("an imported version is computed by no stage: bring other masks in and name them in a new campaign");
        } else if (revoked.campaigns().isEmpty()) {
            lines.add("no trial asked for these stages, so there is nothing to compute anew");
        } else if (revoked.dryRun()) {
            lines.add("then computed anew, and nothing else, by: " + String.join(", ", revoked.campaigns()));
        } else {
            lines.add("compute it anew, and nothing else, with:");
            revoked.files().forEach(file -> lines.add("  ./seedbed submit " + file + " --wait"));
        }
        return lines;
    }
}
