package dev.seedbed.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.Training;
import dev.seedbed.training.engine.Autograd;
import dev.seedbed.training.engine.DeviceSlot;
import dev.seedbed.training.engine.Torch;
import dev.seedbed.training.network.ParameterSpec;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.network.Start;
import dev.seedbed.training.weights.Safetensors;
import dev.seedbed.training.weights.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SgdTest {

    private static final long STEPS = 5;

    /** The loss is Σ w²/2 over all tensors, so that every gradient is the tensor itself. */
    @Test
    void movesEveryTensorAsTheFormulaSays() {
        for (double biases : new double[] {1, 2}) {
            Training training = new Training(1, 1, 32, false, 1, 1, false, 0.1, 10, biases, 0.9, 0.05, 0.9, 0);
            Torch.on(DeviceSlot.parse("cpu:0"), manager -> {
                Parameters parameters = parameters(manager);
                Sgd sgd = new Sgd(manager, parameters, training, STEPS);
                for (long step = 0; step < STEPS; step++) {
                    step(manager, parameters, sgd, step);
                }
                for (String name : parameters.names()) {
                    boolean bias = biases != 1 && name.endsWith("bias");
                    double factor = (name.startsWith("head") ? 10 : 1) * (bias ? biases : 1);
                    double expected = expected(factor, bias ? 0 : 0.05);
                    assertThat(parameters.get(name).toFloatArray()[0]).as(name).isCloseTo((float) expected, within(1e-5f));
                }
                return null;
            });
        }
    }

    private static double expected(double factor, double decay) {
        double w = 1;
        double v = 0;
        for (int step = 0; step < STEPS; step++) {
            v = 0.9 * v + w + decay * w;
            w -= 0.1 * factor * Math.pow(1 - step / (double) STEPS, 0.9) * v;
        }
        return w;
    }

    @Test
    void scalesLongGradientsDownToTheGivenNormAndLeavesShortOnes() {
        double norm = Math.sqrt(8);
        for (double most : new double[] {1, 100}) {
            Training training = plain(OptionalDouble.of(most), Optional.empty());
            Torch.on(DeviceSlot.parse("cpu:0"), manager -> {
                Parameters parameters = parameters(manager);
                step(manager, parameters, new Sgd(manager, parameters, training, STEPS), 0);
                float expected = (float) (1 - 0.1 * Math.min(1, most / norm));
                assertThat(parameters.get("base.weight").toFloatArray()[0]).isCloseTo(expected, within(1e-5f));
                return null;
            });
        }
    }

    @Test
    void theRateFallsInSteps() {
        Training training = plain(OptionalDouble.empty(), Optional.of(new Training.SteppedRate(1000, 0.33)));
        Torch.on(DeviceSlot.parse("cpu:0"), manager -> {
            Sgd sgd = new Sgd(manager, parameters(manager), training, 8000);
            assertThat(sgd.rate(0)).isEqualTo(0.1);
            assertThat(sgd.rate(999)).isEqualTo(0.1);
            assertThat(sgd.rate(1000)).isCloseTo(0.033, within(1e-12));
            assertThat(sgd.rate(2500)).isCloseTo(0.1 * 0.33 * 0.33, within(1e-12));
            return null;
        });
    }

    private static Training plain(OptionalDouble clipNorm, Optional<Training.SteppedRate> stepped) {
        return new Training(
                1, 1, 32, false, 1, 1, false, 0.1, 1, 1, 0, 0, 0, 0,
                OptionalInt.empty(), stepped, Optional.empty(), OptionalDouble.empty(), clipNorm, OptionalInt.empty(), OptionalInt.empty());
    }

    @Test
    void leavesNothingOnTheDeviceBehindItsStep() {
        Training training = new Training(1, 1, 32, false, 1, 1, false, 0.1, 10, 1, 0.9, 0.05, 0.9, 0);
        Torch.on(DeviceSlot.parse("cpu:0"), manager -> {
            Parameters parameters = parameters(manager);
            Sgd sgd = new Sgd(manager, parameters, training, 100);
            step(manager, parameters, sgd, 0);
            int open = manager.getManagedArrays().size();
            for (long step = 1; step < 20; step++) {
                step(manager, parameters, sgd, step);
            }
            assertThat(manager.getManagedArrays()).hasSize(open);
            return null;
        });
    }

    private static void step(NDManager manager, Parameters parameters, Sgd sgd, long step) {
        try (NDManager scope = manager.newSubManager()) {
            Parameters leaves = parameters.leaves(scope);
            try (Autograd autograd = Autograd.recording()) {
                var loss = scope.zeros(new Shape());
                for (String name : leaves.names()) {
                    loss = loss.add(leaves.get(name).square().sum().mul(0.5));
                }
                autograd.backward(loss);
            }
            sgd.step(scope, leaves, step);
        }
    }

    private static Parameters parameters(NDManager manager) {
        Tensor one = Tensor.of(new Shape(2), new float[] {1, 1});
        List<ParameterSpec> backbone = List.of(
                new ParameterSpec("base.weight", new Shape(2), Optional.empty()),
                new ParameterSpec("base.bias", new Shape(2), Optional.empty()));
        List<ParameterSpec> head = List.of(
                new ParameterSpec("head.weight", new Shape(2), Optional.of(new Start.Zero())),
                new ParameterSpec("head.bias", new Shape(2), Optional.of(new Start.Zero())));
        Safetensors file = new Safetensors("ones", new TreeMap<>(Map.of("base.weight", one, "base.bias", one)), new TreeMap<>());
        return Parameters.initial(manager, backbone, head, file, 0).withValues(
                manager, new TreeMap<>(Map.of("base.weight", one, "base.bias", one, "head.weight", one, "head.bias", one)));
    }
}
