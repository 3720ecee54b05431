package dev.seedbed.app.kernels;

import dev.seedbed.imaging.array.NdArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs reference vectors through the program's kernels: how a port, an engine upgrade or another device is checked. */
public final class KernelVectors {

    private final Map<String, Kernel> kernels;

    public KernelVectors(List<Kernel> kernels) {
        this.kernels = kernels.stream().collect(Collectors.toMap(Kernel::operation, k -> k));
    }

    /**
     * How many cases there were of each kind.
     *
     * @param skipped cases of operations without a kernel
     */
    public record Summary(int passed, int failed, int skipped) {

        /** 0 when nothing failed, 1 when something did, 2 when there was no case. */
        public int exitCode() {
            if (passed + failed + skipped == 0) {
                return 2;
            }
            return failed > 0 ? 1 : 0;
        }

        @Override
        public String toString() {
            return "passed: " + passed + " failed: " + failed + " skipped: " + skipped;
        }
    }

    private enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    private record Verdict(Outcome outcome, String words) {}

    /**
     * Runs every case of a folder, which holds cases (NNN.json beside NNN.npz) or folders of them.
     *
     * @param out takes a line for each case, and at last the summary
     */
    public Summary verify(Path folder, Consumer<String> out) {
        WeightFiles weights = WeightFiles.beside(folder);
        Map<Outcome, Integer> counts = new TreeMap<>();
        List<Path> cases = cases(folder);
        if (cases.isEmpty()) {
            out.accept("no vectors found: " + folder + " has no NNN.json beside NNN.npz, and no folder that has");
        }
        for (Path json : cases) {
            Verdict verdict = verdict(json, weights);
            counts.merge(verdict.outcome, 1, Integer::sum);
            out.accept(String.format("%-7s %s: %s", word(verdict.outcome), name(folder, json), verdict.words));
        }
        Summary summary = new Summary(
                counts.getOrDefault(Outcome.PASSED, 0), counts.getOrDefault(Outcome.FAILED, 0), counts.getOrDefault(Outcome.SKIPPED, 0));
        out.accept(summary.toString());
        return summary;
    }

    private static List<Path> cases(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(folder, 2, (file, about) -> about.isRegularFile() && file.toString().endsWith(".json"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the vectors in " + folder, e);
        }
    }

    private Verdict verdict(Path json, WeightFiles weights) {
        try {
            String operation = VectorCase.operation(json);
            Kernel kernel = kernels.get(operation);
            if (kernel == null) {
                return new Verdict(Outcome.SKIPPED, "there is no kernel for " + operation);
            }
            VectorCase vector = VectorCase.read(json);
            return compare(vector, kernel.compute(new KernelCall(vector.inputs(), vector.parameters(), weights)));
        } catch (IOException | RuntimeException e) {
            return new Verdict(Outcome.FAILED, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static Verdict compare(VectorCase vector, Map<String, NdArray> outputs) {
        boolean passed = true;
        List<String> words = new ArrayList<>();
        for (var entry : vector.expected().entrySet()) {
            Tolerance tolerance = vector.tolerances().get(entry.getKey());
            Tolerance.Finding finding = compare(entry.getValue(), outputs.get(entry.getKey()), tolerance);
            passed &= finding.passed();
            words.add(entry.getKey() + " " + finding.words());
        }
        return new Verdict(passed ? Outcome.PASSED : Outcome.FAILED, String.join("; ", words));
    }

    private static Tolerance.Finding compare(NdArray expected, NdArray actual, Tolerance tolerance) {
        if (actual == null) {
            return new Tolerance.Finding(false, "is missing");
        }
        if (!actual.hasShapeOf(expected)) {
            return new Tolerance.Finding(false, "is " + actual + " instead of " + expected);
        }
        return tolerance.compare(expected, actual);
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "passed";
            case FAILED -> "FAILED";
            case SKIPPED -> "skipped";
        };
    }

    private static String name(Path folder, Path json) {
        Path from = folder.toAbsolutePath().normalize().getParent();
        Path name = json.toAbsolutePath().normalize();
        String path = (from == null ? name : from.relativize(name)).toString();
        return path.substring(0, path.length() - ".json".length());
    }
}
