package dev.seedbed.app.engine;

import dev.seedbed.app.UserError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a stack runs.
 *
 * @param devices devices of the GPU pool, one slot each; where empty the worker takes the CUDA devices there are, else {@code cpu:0}
 * @param cpuSlots how many stages of the CPU pool run at once, at least 1; where absent a quarter of the processors
 * @param whileUsed whether the stack ends when its last client has left
 */
public record StackOptions(List<String> devices, OptionalInt cpuSlots, boolean whileUsed) {

    public StackOptions {
        devices = List.copyOf(devices);
        for (String device : devices) {
            if (!device.matches("(cpu|cuda):\\d{1,3}")) {
                throw new UserError("--devices has " + device + "; give a list such as cuda:0,cuda:1 or cpu:0");
            }
        }
        if (new HashSet<>(devices).size() != devices.size()) {
            throw new UserError("--devices names a device twice: " + String.join(",", devices));
        }
        if (cpuSlots.isPresent() && cpuSlots.getAsInt() < 1) {
            throw new UserError("--cpu-slots is " + cpuSlots.getAsInt() + "; at least one is needed");
        }
    }

    public static StackOptions defaults() {
        return new StackOptions(List.of(), OptionalInt.empty(), false);
    }

    public StackOptions withWhileUsed() {
        return new StackOptions(devices, cpuSlots, true);
    }

    /** The slots of the CPU pool. */
    public int slots() {
        return cpuSlots.orElse(Math.max(1, Runtime.getRuntime().availableProcessors() / 4));
    }

    /** Threads of one device's computations: the processors shared out among CPU devices. */
    int threadsPerDevice() {
        long cpus = devices.stream().filter(device -> device.startsWith("cpu:")).count();
        return (int) Math.max(1, Runtime.getRuntime().availableProcessors() / Math.max(1, cpus));
    }

    /** The options as {@code up} takes them. */
    List<String> arguments() {
        var arguments = new ArrayList<String>();
        if (!devices.isEmpty()) {
            arguments.addAll(List.of("--devices", String.join(",", devices)));
        }
        cpuSlots.ifPresent(slots -> arguments.addAll(List.of("--cpu-slots", Integer.toString(slots))));
        if (whileUsed) {
            arguments.add("--while-used");
        }
        return List.copyOf(arguments);
    }

    /** Options from what the command line gave; nulls where it gave nothing. */
    public static StackOptions of(List<String> devices, Integer cpuSlots, boolean whileUsed) {
        return new StackOptions(
                Optional.ofNullable(devices).orElse(List.of()),
                cpuSlots == null ? OptionalInt.empty() : OptionalInt.of(cpuSlots),
                whileUsed);
    }
}
