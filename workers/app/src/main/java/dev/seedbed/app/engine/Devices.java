package dev.seedbed.app.engine;

import ai.djl.engine.Engine;
import java.util.List;
import java.util.stream.IntStream;

/** The devices of this machine. */
public final class Devices {

    private Devices() {}

    /** Every CUDA device that the engine sees, as {@code cuda:0} and so on; with none, the processors as one device, {@code cpu:0}. */
    public static List<String> detect() {
        int gpus = Engine.getInstance().getGpuCount();
        return gpus == 0 ? List.of("cpu:0") : IntStream.range(0, gpus).mapToObj(index -> "cuda:" + index).toList();
    }
}
