package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.data.PictureFiles;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.PictureFormatException;
import dev.seedbed.imaging.Raster;
import dev.seedbed.imaging.array.NdArray;
import dev.seedbed.imaging.array.NpzWriter;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.infer.ImageFeatures;
import dev.seedbed.training.network.TorchvisionNetwork;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes what a backbone sees in one picture. */
@Command(
        name = "features",
        description = {
            "Write what a backbone sees in a picture, at the picture's own size.",
            "The NPZ file gets `features` [K,h,w], the backbone's last feature map, and, where the weights have a classification head, `logits`."
        },
        mixinStandardHelpOptions = true)
final class FeaturesCommand implements Callable<Integer> {

    @Option(names = "--backbone", required = true, paramLabel = "NAME", description = "squeezenet1_1, vgg16, resnet50 or resnet101.")
    private String backbone;

    @Option(
            names = "--weights",
            required = true,
            paramLabel = "FILE",
            description = "Safetensors with torchvision's tensor names; its metadata `input` says how pixels are presented.")
    private Path weights;

    @Option(names = "--image", required = true, paramLabel = "FILE", description = "JPEG or PNG.")
    private Path image;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The NPZ file to write.")
    private Path out;

    @Option(
            names = "--stride",
            paramLabel = "N",
            description = "Pixels between features, with dilation where it is below the plain one: 16 or 8 for squeezenet1_1, 32 or 8 (as"
                    + " DeepLab has it) for vgg16, 32, 16 or 8 for ResNets. The first is the default.")
    private Integer stride;

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "cpu:0", description = "Where it runs (default ${DEFAULT-VALUE}).")
    private String device;

    @Override
    public Integer call() {
        try {
            TorchvisionNetwork network = TorchvisionNetwork.of(backbone);
            int every = stride == null ? network.plainStride() : stride;
            network.extractor(every);
            ImageFeatures seen = ImageFeatures.of(DeviceSlot.parse(device), network, every, Safetensors.read(weights), picture());
            write(seen);
            FloatMaps features = seen.features();
            Seedbed.tell("features [" + features.channels() + "," + features.height() + "," + features.width() + "]"
                    + seen.logits().map(logits -> " and logits [" + logits.length + "]").orElse("") + " are in " + out);
            return ExitCode.DONE.code();
        } catch (IllegalArgumentException | WeightsException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private Raster picture() {
        try {
            return PictureFiles.decode(Files.readAllBytes(image));
        } catch (PictureFormatException e) {
            throw new UserError(image + " is no picture that can be read, JPEG or PNG: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UserError("cannot read " + image + (Files.exists(image) ? ": " + e.getMessage() : ": there is no such file"), e);
        }
    }

    private void write(ImageFeatures seen) {
        FloatMaps features = seen.features();
        try (var npz = new NpzWriter(Files.newOutputStream(out))) {
            npz.write("features", NdArray.of(features.values(), features.channels(), features.height(), features.width()));
            if (seen.logits().isPresent()) {
                npz.write("logits", NdArray.of(seen.logits().get(), seen.logits().get().length));
            }
        } catch (IOException e) {
            throw new UserError("cannot write " + out + ": " + e.getMessage(), e);
        }
    }
}
