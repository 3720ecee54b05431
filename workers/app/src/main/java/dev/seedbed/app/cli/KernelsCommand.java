package dev.seedbed.app.cli;

import dev.seedbed.app.UserError;
import dev.seedbed.app.kernels.ImagingKernels;
import dev.seedbed.app.kernels.KernelVectors;
import dev.seedbed.app.kernels.TrainingKernels;
import dev.seedbed.training.engine.DeviceSlot;
import java.nio.file.Path;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks the numeric kernels. */
@Command(name = "kernels", description = "Check the numeric kernels.", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "(verify)")
final class KernelsCommand {

    /** Runs reference vectors. */
    @Command(
            name = "verify",
            description = "Run every case of a folder of reference vectors and tell the worst error of each.",
            mixinStandardHelpOptions = true)
    int verify(
            @Parameters(paramLabel = "DIR", description = "Holds OPERATION/NNN.npz and .json.") Path folder,
            @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "cpu:0", description = "Where the engine's kernels run (default ${DEFAULT-VALUE}).")
                    String device) {
        var kernels = new ArrayList<>(ImagingKernels.all());
        kernels.addAll(TrainingKernels.on(slot(device)));
        return new KernelVectors(kernels).verify(folder, System.out::println).exitCode();
    }

    private static DeviceSlot slot(String device) {
        try {
            return DeviceSlot.parse(device);
        } catch (IllegalArgumentException e) {
            throw new UserError("--device: " + e.getMessage());
        }
    }
}
