package dev.seedbed.app.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import dev.seedbed.app.UserError;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The devices of this machine. */
public final class Devices {

    private Devices() {}

    /** Every CUDA device that the engine sees, as {@code cuda:0} and so on; with none, the processors as one device, {@code cpu:0}. */
    public static List<String> detect() {
        int gpus = Engine.getInstance().getGpuCount();
        return gpus == 0 ? List.of("cpu:0") : IntStream.range(0, gpus).mapToObj(index -> "cuda:" + index).toList();
    }

    /** Bytes of this machine's memory, where it tells. */
    static Optional<Long> hostMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Optional.of(system.getTotalMemorySize())
                : Optional.empty();
    }

    /** Bytes of memory by CUDA device. */
    static Map<String, Long> memory(List<String> devices) {
        var bytes = new TreeMap<String, Long>();
        for (String device : devices) {
            if (device.startsWith("cuda:")) {
                Device gpu = Device.gpu(Integer.parseInt(device.substring("cuda:".length())));
                bytes.put(device, CudaUtils.getGpuMemory(gpu).getMax());
            }
        }
        return bytes;
    }

    /** @throws UserError if a CUDA device is named that the engine does not see */
    public static void require(List<String> devices) {
        if (devices.stream().anyMatch(device -> device.startsWith("cuda:"))) {
            List<String> known = detect();
            devices.stream().filter(device -> device.startsWith("cuda:") && !known.contains(device)).findFirst().ifPresent(device -> {
                throw new UserError("there is no device " + device + "; the engine sees " + known
                        + ". What CUDA needs is in workers/training/README.md");
            });
        }
    }
}
