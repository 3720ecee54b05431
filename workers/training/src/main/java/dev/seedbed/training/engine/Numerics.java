package dev.seedbed.training.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class of machines on which the same computation gives the same bytes: device kind, threads, processor and its instruction
 * set, versions of the native libraries. On CUDA equal bytes are not promised, even within a class.
 *
 * @param name such as {@code cpu/2 threads/x86_64 GenuineIntel 6-143 avx512/pytorch 2.7.1}
 */
public record Numerics(String name) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final List<String> LEVELS =
            List.of("sse4_2", "avx", "avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_tile", "asimd", "sve");
    private static final List<String> OVERRIDES = List.of("ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA", "MKL_CBWR");

    /** The class in which a slot of this process computes. */
    public static Numerics of(DeviceSlot slot) {
        String place = switch (slot.kind()) {
            case CPU -> "cpu/" + Torch.threads() + " threads/" + processor();
            case CUDA -> "cuda";
        };
        return new Numerics(place + "/pytorch " + Torch.version());
    }

    private static String processor() {
        Map<String, String> said = cpuInfo();
        String flags = " " + said.getOrDefault("flags", said.getOrDefault("Features", "")) + " ";
        String model = Stream.of("vendor_id", "cpu family", "model", "CPU implementer", "CPU part")
                .map(said::get)
                .filter(value -> value != null)
                .collect(Collectors.joining("-"));
        String levels = LEVELS.stream().filter(level -> flags.contains(" " + level + " ")).collect(Collectors.joining("+"));
        String overrides = OVERRIDES.stream()
                .filter(name -> System.getenv(name) != null)
                .map(name -> " " + name + "=" + System.getenv(name))
                .collect(Collectors.joining());
        return String.join(" ", System.getProperty("os.arch"), model, levels).strip() + overrides;
    }

    /** The first processor's entries in Linux's list; empty on other systems, where the architecture must do. */
    private static Map<String, String> cpuInfo() {
        Map<String, String> entries = new TreeMap<>();
        if (Files.isReadable(CPU_INFO)) {
            try (Stream<String> lines = Files.lines(CPU_INFO)) {
                lines.takeWhile(line -> !line.isBlank())
                        .map(line -> line.split(":", 2))
                        .filter(pair -> pair.length == 2)
                        .forEach(pair -> entries.put(pair[0].strip(), pair[1].strip()));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + CPU_INFO, e);
            }
        }
        return entries;
    }

    @Override
    public String toString() {
        return name;
    }
}
