package dev.seedbed.training.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/**
 * Settings of the engine's thread pool, which it reads once from the environment when its library is loaded. What the environment
 * says already is left alone.
 *
 * <p>GOMP_SPINCOUNT: by default a thread that waits for the others of its team burns its core for milliseconds; where loaders, a
 * database and other workers want that core too, training then slows down by a factor, not a share.
 */
final class OpenMp {

    private static final int SPINS = 3000;

    private OpenMp() {}

    /** Must be called before the engine's library is loaded. Does nothing but on Linux. */
    static void prepare(int threads) {
        if (System.getProperty("os.name").startsWith("Linux")) {
            putUnlessSaid(Map.of("OMP_NUM_THREADS", threads, "MKL_NUM_THREADS", threads));
            if (System.getenv("OMP_WAIT_POLICY") == null) {
                putUnlessSaid(Map.of("GOMP_SPINCOUNT", SPINS));
            }
        }
    }

    @SuppressWarnings("restricted")
    private static void putUnlessSaid(Map<String, Integer> settings) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor signature =
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        MethodHandle setenv = linker.downcallHandle(linker.defaultLookup().findOrThrow("setenv"), signature);
        int keepIfSaid = 0;
        try (Arena arena = Arena.ofConfined()) {
            for (Map.Entry<String, Integer> setting : settings.entrySet()) {
                int failed = (int) setenv.invokeExact(
                        arena.allocateFrom(setting.getKey()), arena.allocateFrom(setting.getValue().toString()), keepIfSaid);
                if (failed != 0) {
                    throw new IllegalStateException("the environment variable " + setting.getKey() + " could not be set");
                }
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the environment could not be set", e);
        }
    }
}
