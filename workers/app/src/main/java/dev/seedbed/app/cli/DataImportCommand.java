package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.app.campaign.Datasets;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.data.ImportOptions;
import dev.seedbed.data.ImportedDataset;
import dev.seedbed.data.SbdImport;
import dev.seedbed.data.TaggedImport;
import dev.seedbed.data.VocImport;
import dev.seedbed.data.coco.CocoImport;
import dev.seedbed.tracking.dataset.DatasetRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports data sets, one subcommand a layout. */
@Command(
        name = "import",
        description = "Import a folder as a data set: whole, or not at all.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(voc|sbd|coco|images)")
final class DataImportCommand {

    private final Seedbed seedbed;

    DataImportCommand(Seedbed seedbed) {
        this.seedbed = seedbed;
    }

    /** What every import can be told. */
    static final class Flags {

        @Option(names = "--name", required = true, paramLabel = "NAME", description = "What campaign files call it.")
        private String name;

        @Option(names = "--size", paramLabel = "PX", description = "Squash every picture to a square of this side.")
        private Integer size;

        @Option(names = "--saliency", paramLabel = "DIR", description = "Saliency maps, ID.png in 8-bit grey, instead of the folder's own Saliency.")
        private Path saliency;

        @Option(
                names = "--tags",
                paramLabel = "FILE",
                description = "Image labels as CSV, instead of those of annotations: image,CLASS,CLASS,… with 0 and 1, or image,tags with names"
                        + " separated by ';'.")
        private Path tags;

        @Option(names = "--incomplete", description = "Let some images lack the mask, annotation, saliency map or tags that others have.")
        private boolean incomplete;

        ImportOptions options(Path classes) {
            Datasets.requireName(name);
            try {
                return new ImportOptions(
                        size == null ? OptionalInt.empty() : OptionalInt.of(size), Optional.ofNullable(classes), Optional.ofNullable(saliency),
                        Optional.ofNullable(tags), incomplete);
            } catch (IllegalArgumentException e) {
                throw new UserError("--size: " + e.getMessage());
            }
        }
    }

    /** Imports VOC. */
    @Command(name = "voc", description = "Pascal VOC's layout, with SBD's masks if asked for.", mixinStandardHelpOptions = true)
    int voc(
            @Parameters(paramLabel = "DIR", description = "Holds JPEGImages, ImageSets/Segmentation, SegmentationClass, Annotations.") Path folder,
            @Option(names = "--sbd", paramLabel = "DIR", description = "SBD's benchmark_RELEASE: its masks where VOC has none, and the list trainaug.") Path sbd,
            @Option(names = "--classes", paramLabel = "FILE", description = "Class names, one a line, background first, instead of the folder's classes.txt.") Path classes,
            @Mixin Flags flags)
            throws InterruptedException {
        ImportOptions options = flags.options(classes);
        return bringIn(flags.name, store -> VocImport.importVoc(folder, Optional.ofNullable(sbd), options, store, new Terminal()));
    }

    /** Imports SBD. */
    @Command(name = "sbd", description = "The Semantic Boundaries Dataset by itself.", mixinStandardHelpOptions = true)
    int sbd(
            @Parameters(paramLabel = "DIR", description = "benchmark_RELEASE, or its dataset: img, cls (or cls_png), train.txt, val.txt.") Path folder,
            @Option(names = "--classes", paramLabel = "FILE", description = "Class names, one a line, background first, instead of VOC's.") Path classes,
            @Mixin Flags flags)
            throws InterruptedException {
        ImportOptions options = flags.options(classes);
        return bringIn(flags.name, store -> SbdImport.importSbd(folder, options, store, new Terminal()));
    }

    /** Imports COCO. */
    @Command(name = "coco", description = "COCO's layout: objects as polygons or run lengths in JSON.", mixinStandardHelpOptions = true)
    int coco(
            @Parameters(paramLabel = "DIR", description = "Holds annotations/instances_NAME.json and pictures in NAME.") Path folder,
            @Option(names = "--list", paramLabel = "NAME=FILE", description = "The annotations of a list, instead of the folder's; again for each list.") Map<String, Path> lists,
            @Option(names = "--images", paramLabel = "DIR", description = "Where pictures lie, if elsewhere; again for each folder.") List<Path> pictures,
            @Mixin Flags flags)
            throws InterruptedException {
        ImportOptions options = flags.options(null);
        Map<String, Path> files = lists == null ? Map.of() : lists;
        List<Path> folders = pictures == null ? List.of() : pictures;
        return bringIn(flags.name, store -> CocoImport.importCoco(folder, files, folders, options, store, new Terminal()));
    }

    /** Imports pictures with tags. */
    @Command(name = "images", description = "Pictures of which only the tags are known.", mixinStandardHelpOptions = true)
    int images(
            @Parameters(paramLabel = "DIR", description = "Holds ID.jpg or ID.png.") Path folder,
            @Option(names = "--list", paramLabel = "NAME=FILE", description = "The images of a list, one a line; without any, all of --tags are train.") Map<String, Path> lists,
            @Option(names = "--classes", paramLabel = "FILE", description = "Class names, one a line, background first, instead of the columns of --tags.") Path classes,
            @Mixin Flags flags)
            throws InterruptedException {
        ImportOptions options = flags.options(classes);
        Map<String, Path> files = lists == null ? Map.of() : lists;
        return bringIn(flags.name, store -> TaggedImport.importTagged(folder, files, options, store, new Terminal()));
    }

    private int bringIn(String name, Function<ArtifactStore, ImportedDataset> reading) throws InterruptedException {
        try (var facts = seedbed.factsAlone()) {
            var datasets = new Datasets(facts.facts());
            ImportedDataset imported = datasets.read(reading);
            DatasetRow row = datasets.register(name, imported);
            imported.notes().forEach(Seedbed::tell);
            Seedbed.tell("data set " + row.name() + ": " + row.images() + " images, lists " + row.splits() + ", classes " + row.classes());
            Seedbed.tell("go on with a campaign file that says `dataset: " + row.name() + "`, for instance workflows/campaigns/animals-aepsl.yaml");
        }
        return ExitCode.DONE.code();
    }
}
