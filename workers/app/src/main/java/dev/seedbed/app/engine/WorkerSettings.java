package dev.seedbed.app.engine;

import dev.seedbed.app.UserError;
import dev.seedbed.stage.Pool;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a worker's process is to do.
 *
 * @param instance unique among all workers' processes that ever were; leases are held in it
 * @param name what people call the worker; the same after a restart
 * @param devices for the GPU pool, one slot each; empty for the CPU pool
 * @param slots how many stages run at once: the number of devices on the GPU pool, at least 1 on the CPU pool
 * @param executors version by kind of stage that it computes
 * @param state where logs and, unless the stack says otherwise, artifacts are
 */
public record WorkerSettings(
        String instance,
        String name,
        Pool pool,
        List<String> devices,
        int slots,
        Map<String, String> executors,
        Connection connection,
        StateFolder state) {

    public WorkerSettings {
        devices = List.copyOf(devices);
        executors = Map.copyOf(executors);
        requireName(instance);
        requireName(name);
        if (slots < 1) {
            throw new UserError("--slots is " + slots + "; a worker has at least one slot");
        }
        if (pool == Pool.GPU && devices.size() != slots) {
            throw new UserError("a GPU worker has one slot for each device: " + devices + ", not " + slots);
        }
        if (pool == Pool.CPU && !devices.isEmpty()) {
            throw new UserError("--devices is for the GPU pool; a CPU worker has --slots");
        }
    }

    /** A fresh instance of the worker of that name. */
    public static String newInstance(String name) {
        return name + "-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private static void requireName(String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new UserError("a worker's name has 1 to 100 letters, digits, '.', '_' and '-', unlike " + name);
        }
    }

    public Path artifacts() {
        return connection.artifacts();
    }
}
