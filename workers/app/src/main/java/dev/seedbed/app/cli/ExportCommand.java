package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.app.campaign.LabelExport;
import dev.seedbed.tracking.label.LabelRow;
import dev.seedbed.tracking.label.LabelStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes what is stored in forms that other programs read. */
@Command(name = "export", description = "Write what is stored in forms that other programs read.", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "(labels)")
final class ExportCommand {

    private final Seedbed seedbed;

    ExportCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    /** Exports a label version. */
    @Command(
            name = "labels",
            description = "Write a label version as palette PNGs in VOC's layout: DIR/SegmentationClass/ID.png and DIR/classes.txt.",
            mixinStandardHelpOptions = true)
    int labels(
            @Parameters(index = "0", paramLabel = "VERSION", description = "Its id, or the beginning of its hash.") String version,
            @Parameters(index = "1", paramLabel = "DIR", description = "A new or empty folder.") Path folder)
            throws InterruptedException {
        try (var alone = seedbed.factsAlone()) {
            LabelRow row = new LabelStore(alone.facts().database())
                    .find(version)
                    .orElseThrow(() -> new UserError("there is no label version " + version + "; ./seedbed labels lists them"));
            int masks = LabelExport.write(row.version(), folder, alone.facts().artifacts());
            Seedbed.tell(masks + " masks of label version " + row.id() + " are in " + folder);
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage());
        }
        return ExitCode.DONE.code();
    }
}
