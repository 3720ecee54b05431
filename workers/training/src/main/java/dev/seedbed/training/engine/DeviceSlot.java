package dev.seedbed.training.engine;

import ai.djl.Device;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a stage computes: one of the places a worker offers, written {@code cpu:0} or {@code cuda:1}.
 *
 * @param index on CUDA the device's number; on the CPU, which is one device, only a name for the slot
 */
public record DeviceSlot(Kind kind, int index) {

    private static final Pattern FORM = Pattern.compile("(cpu|cuda):(\\d{1,4})");

    /** What computes. */
    public enum Kind {
        CPU,
        CUDA
    }

    public DeviceSlot {
        if (index < 0) {
            throw new IllegalArgumentException("a device's index must be at least 0, not " + index);
        }
    }

    /** @throws IllegalArgumentException if the name is neither {@code cpu:N} nor {@code cuda:N} */
    public static DeviceSlot parse(String name) {
        Matcher form = FORM.matcher(name);
        if (!form.matches()) {
            throw new IllegalArgumentException("device '" + name + "' must be cpu:N or cuda:N");
        }
        return new DeviceSlot(form.group(1).equals("cpu") ? Kind.CPU : Kind.CUDA, Integer.parseInt(form.group(2)));
    }

    /** The engine's name for it. */
    Device device() {
        return switch (kind) {
            case CPU -> Device.cpu();
            case CUDA -> Device.gpu(index);
        };
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + index;
    }
}
