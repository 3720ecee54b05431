package dev.seedbed.app.cli;

import dev.seedbed.app.campaign.ClaimFinding;
import dev.seedbed.app.campaign.Claims;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what papers claim beside what campaigns came to. */
@Command(
        name = "claims",
        description = "Show papers' claims beside the figures of the campaigns that try them: workflows/campaigns/claims/*.yaml.",
        mixinStandardHelpOptions = true)
final class ClaimsCommand implements Runnable {

    private final Seedbed seedbed;

    @Parameters(arity = "0..1", paramLabel = "CAMPAIGN", description = "Only this campaign's claim.")
    private String campaign;

    @Mixin
    private Listing listing;

    ClaimsCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    @Override
    public void run() {
        List<ClaimFinding> findings = seedbed.queryOf(campaign, database -> new Claims(database).findings(Optional.ofNullable(campaign)));
        if (listing.json()) {
            listing.print(findings);
            return;
        }
        if (findings.isEmpty()) {
            Seedbed.tell("no campaign that tries a claim was submitted; submit those of workflows/campaigns/claims");
        }
        findings.forEach(finding -> print(finding, System.out));
    }

    private static void print(ClaimFinding finding, PrintStream out) {
        out.println(finding.campaign() + " on " + finding.dataset() + ": " + words(finding.verdict()).toUpperCase(Locale.ROOT));
        out.println("  " + finding.says() + " (" + finding.source() + ")");
        int width = finding.rows().stream().mapToInt(row -> row.name().length()).max().orElse(0);
        for (ClaimFinding.Row row : finding.rows()) {
            out.printf(Locale.ROOT, "  %-" + width + "s  paper %s  ours %s%s%n", row.name(), number(row.paper()), number(row.mean()), spread(row));
        }
        for (ClaimFinding.Comparison pair : finding.comparisons()) {
            out.printf(
                    Locale.ROOT, "  %s < %s: %s (%d of %d seeds)%n",
                    pair.lower(), pair.higher(), words(pair.verdict()), pair.seedsHolding(), pair.seeds());
        }
        out.println();
    }

    private static String number(OptionalDouble figure) {
        return figure.isPresent() ? String.format(Locale.ROOT, "%.3f", figure.getAsDouble()) : "  -  ";
    }

    private static String spread(ClaimFinding.Row row) {
        return row.deviation().isPresent()
                ? String.format(Locale.ROOT, " ± %.3f (%d seeds)", row.deviation().getAsDouble(), row.ours().size())
                : row.ours().isEmpty() ? "" : " (1 seed)";
    }

    private static String words(ClaimFinding.Verdict verdict) {
        return switch (verdict) {
            case OPEN -> "not yet known";
            case FAILS -> "does not hold";
            case ON_AVERAGE -> "holds on average";
            case HOLDS -> "holds";
        };
    }
}
