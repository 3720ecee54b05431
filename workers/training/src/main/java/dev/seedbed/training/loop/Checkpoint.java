package dev.seedbed.training.loop;

import dev.seedbed.json.Json;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.Tensor;
import dev.seedbed.training.weights.WeightsException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that training needs to go on as if nothing had happened; copied off the device and never changed.
 *
 * @param parameters the network's tensors
 * @param velocities the optimizer's, of those tensors that are trained
 */
public record Checkpoint(State state, SortedMap<String, Tensor> parameters, SortedMap<String, Tensor> velocities) {

    private static final String STATE = "seedbed.checkpoint";
    private static final String PARAMETER = "parameter/";
    private static final String VELOCITY = "velocity/";

    /**
     * Where training stands.
     *
     * @param task hash of everything that decides the result, so that a checkpoint goes on with its own training only
     * @param step steps done
     * @param sums of the running epoch's losses, by metric
     * @param numerics classes of machines that took part, in the order they first did
     */
    public record State(String task, long step, SortedMap<String, Double> sums, List<String> numerics) {

        public State {
            if (step < 0) {
                throw new IllegalArgumentException("step must be at least 0, not " + step);
            }
            if (!sums.values().stream().allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("sums must be finite, not " + sums);
            }
            sums = Collections.unmodifiableSortedMap(new TreeMap<>(sums));
            numerics = List.copyOf(numerics);
        }
    }

    public Checkpoint {
        if (!parameters.keySet().containsAll(velocities.keySet())) {
            throw new IllegalArgumentException("there are velocities of tensors that are not among the parameters");
        }
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        velocities = Collections.unmodifiableSortedMap(new TreeMap<>(velocities));
    }

    /** Writes the checkpoint as one safetensors file. */
    public void writeTo(OutputStream out) throws IOException {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        parameters.forEach((name, tensor) -> tensors.put(PARAMETER + name, tensor));
        velocities.forEach((name, tensor) -> tensors.put(VELOCITY + name, tensor));
        new Safetensors("checkpoint", tensors, new TreeMap<>(Map.of(STATE, Json.write(state)))).writeTo(out);
    }

    /**
     * Reads a checkpoint where it lies, without room on the heap; the file must not change afterwards.
     *
     * @throws CheckpointException if the file is no checkpoint
     */
    public static Checkpoint read(Path path) {
        try {
            Safetensors file = Safetensors.read("checkpoint", path);
            String state = file.metadata().get(STATE);
            if (state == null || file.metadata().size() != 1) {
                throw new CheckpointException("this file is no checkpoint: its metadata are " + file.metadata().keySet());
            }
            SortedMap<String, Tensor> parameters = new TreeMap<>();
            SortedMap<String, Tensor> velocities = new TreeMap<>();
            file.tensors().forEach((name, tensor) -> {
                if (name.startsWith(PARAMETER)) {
                    parameters.put(name.substring(PARAMETER.length()), tensor);
                } else if (name.startsWith(VELOCITY)) {
                    velocities.put(name.substring(VELOCITY.length()), tensor);
                } else {
                    throw new CheckpointException("this file is no checkpoint: it holds a tensor '" + name + "'");
                }
            });
            return new Checkpoint(Json.read(state, State.class), parameters, velocities);
        } catch (WeightsException | IllegalArgumentException e) {
            throw new CheckpointException("the checkpoint is damaged: " + e.getMessage(), e);
        }
    }
}
