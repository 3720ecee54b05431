package dev.seedbed.training.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;
import java.util.function.Function;

/**
 * The PyTorch engine of this process: loaded once, offline, with the same number of threads on every Java thread.
 *
 * <p>How many threads one operation may use is {@code seedbed.threads} (a system property), else OMP_NUM_THREADS, else all cores.
 * OpenMP keeps that number per calling thread, so it is set again wherever work enters.
 */
public final class Torch {

    /** The system property that says how many threads an operation may use. */
    public static final String THREADS = "seedbed.threads";

    private static final Works WORKS = new Works();

    private Torch() {}

    /** Threads that one operation on the CPU may use, at least 1. */
    public static int threads() {
        String said = System.getProperty(THREADS, System.getenv("OMP_NUM_THREADS"));
        if (said == null || said.isBlank()) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            return Math.max(1, Integer.parseInt(said.strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(THREADS + " or OMP_NUM_THREADS must be a whole number, not '" + said + "'", e);
        }
    }

    /**
     * Does work on a device: the calling thread gets its number of threads and records no gradients, and whatever the work left
     * on the device is freed.
     *
     * @throws DeviceMemoryException if the device's memory is exhausted
     * @throws IllegalArgumentException if there is no such device
     */
    public static <T> T on(DeviceSlot slot, Function<NDManager, T> work) {
        Engine engine = Loaded.ENGINE;
        requireDevice(engine, slot);
        WORKS.begin();
        try (Autograd _ = Autograd.paused();
                NDManager manager = engine.newBaseManager(slot.device())) {
            JniUtils.setNumThreads(threads());
            return work.apply(manager);
        } catch (EngineException e) {
            throw isOutOfMemory(e) ? new DeviceMemoryException(slot, e) : e;
        } finally {
            WORKS.end();
        }
    }

    /** Whether the process is shutting down, which long work must heed soon: it is waited for, but not for ever. */
    public static boolean isClosing() {
        return WORKS.closing;
    }

    /** The engine's version, such as 2.7.1. */
    public static String version() {
        return Loaded.ENGINE.getVersion();
    }

    private static void requireDevice(Engine engine, DeviceSlot slot) {
        if (slot.kind() == DeviceSlot.Kind.CUDA && slot.index() >= engine.getGpuCount()) {
            throw new IllegalArgumentException("there is no " + slot + ": the engine sees " + engine.getGpuCount()
                    + " CUDA devices; see workers/training/README.md for what CUDA needs");
        }
    }

    private static boolean isOutOfMemory(Throwable error) {
        String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("out of memory") || message.contains("can't allocate memory");
    }

    /** Loads the engine at first use; its settings must stand before that. */
    private static final class Loaded {

        static final Engine ENGINE = load();

        private static Engine load() {
            OpenMp.prepare(threads());
            setUnlessSaid("ai.djl.offline", "true");
            setUnlessSaid("OPT_OUT_TRACKING", "true");
            setUnlessSaid("ai.djl.pytorch.num_threads", Integer.toString(threads()));
            setUnlessSaid("ai.djl.pytorch.num_interop_threads", "1");
            Engine engine = Engine.getEngine("PyTorch");
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("torch-closing").unstarted(WORKS::close));
            return engine;
        }

        private static void setUnlessSaid(String property, String value) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        }
    }

    /**
     * Works in progress. A process that exits under them unloads the library while their threads are in it, and crashes; so exit
     * waits for them.
     */
    private static final class Works {

        private static final long PATIENCE_MILLIS = 20_000;

        private int running;
        private volatile boolean closing;

        synchronized void begin() {
            running++;
        }

        synchronized void end() {
            running--;
            notifyAll();
        }

        synchronized void close() {
            closing = true;
            long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
            try {
                for (long left = PATIENCE_MILLIS; running > 0 && left > 0; left = (until - System.nanoTime()) / 1_000_000) {
                    wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
