package dev.seedbed.tracking.worker;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A worker process that starts.
 *
 * @param instance unique per start
 * @param name what people call it, the same after a restart
 * @param pool {@code gpu} or {@code cpu}
 * @param version of the program
 * @param slots how many stages it runs at once
 * @param cpus processors of its machine
 * @param memoryBytes of its machine, where known
 * @param deviceMemory bytes by device, where known
 * @param numerics class of its first device; empty for the CPU pool
 * @param executors version of the executor by kind of stage
 */
public record NewWorker(
        String instance,
        String name,
        String pool,
        List<String> devices,
        String version,
        long pid,
        String host,
        int slots,
        int cpus,
        Optional<Long> memoryBytes,
        Map<String, Long> deviceMemory,
        Optional<String> numerics,
        Map<String, String> executors) {}
