package dev.seedbed.training.task;

import static dev.seedbed.training.Engine.normal;
import static dev.seedbed.training.Engine.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.BoxPooling;
import dev.seedbed.training.Drawn;
import dev.seedbed.training.engine.Autograd;
import dev.seedbed.training.input.BatchArrays;
import dev.seedbed.training.input.Shown;
import dev.seedbed.training.network.Dropout;
import dev.seedbed.training.network.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoxTrainingTest {

    private static final int SIDE = 48;
    private static final Shown.Frame WHOLE = new Shown.Frame(0, 0, SIDE, SIDE);

    private static BoxTraining learner(BoxPooling.Kind kind, double minBackground) {
        return new BoxTraining(Backbone.Architecture.SQUEEZENET1_1, Drawn.CLASSES, new BoxPooling(kind, 2, 4, minBackground));
    }

    private static float loss(NDManager manager, BoxTraining learner, Shown... shown) {
        Parameters parameters = Parameters.initial(manager, learner.network().backbone(), learner.network().head(), Drawn.squeezeNet(), 1);
        return learner.loss(parameters, batch(manager, shown)).total().getFloat();
    }

    private static BatchArrays batch(NDManager manager, Shown... shown) {
        NDArray pixels = normal(manager, 2, shown.length, 3, SIDE, SIDE).mul(60);
        return new BatchArrays(
                pixels, manager.zeros(new Shape(shown.length, 3)), Optional.empty(), Optional.empty(), Dropout.NONE, List.of(shown));
    }

    private static Shown shown(Shown.Frame frame, Box... boxes) {
        return new Shown(frame, List.of(boxes), Optional.empty());
    }

    @Test
    void aBatchWithoutBoxOrBackgroundCostsNothingAndTeachesNothing() {
        on(manager -> {
            BoxTraining learner = learner(BoxPooling.Kind.BACKGROUND_AWARE, 0.125);
            Shown nothing = shown(new Shown.Frame(10, 10, 11, 11));
            Parameters leaves = Parameters.initial(manager, learner.network().backbone(), learner.network().head(), Drawn.squeezeNet(), 1).leaves(manager);
            try (Autograd autograd = Autograd.recording()) {
                NDArray loss = learner.loss(leaves, batch(manager, nothing, nothing)).total();
                autograd.backward(loss);
                assertThat(loss.getFloat()).isZero();
            }
            for (String name : leaves.names()) {
                assertThat(leaves.get(name).getGradient().abs().max().getFloat()).isZero();
            }
        });
    }

    @Test
    void oneMeanRunsOverThePartsAndQueriesOfTheWholeBatch() {
        on(manager -> {
            BoxTraining learner = learner(BoxPooling.Kind.BACKGROUND_AWARE, 0.125);
            float both = loss(manager, learner, shown(WHOLE, new Box(0, 0, 24, 24, 1, false)), shown(WHOLE));
            assertThat(both).as("untrained: about the entropy of four classes").isCloseTo((float) Math.log(4), within(0.5f));
        });
    }

    @Test
    void aPictureBelowTheLeastBackgroundIsPooledPlainlyOneAtItIsNot() {
        on(manager -> {
            Shown eighth = shown(WHOLE, new Box(0, SIDE / 8, SIDE, SIDE, 2, false));
            float plain = loss(manager, learner(BoxPooling.Kind.MEAN, 0), eighth);
            float aware = loss(manager, learner(BoxPooling.Kind.BACKGROUND_AWARE, 0), eighth);
            assertThat(aware).isNotEqualTo(plain);
            assertThat(loss(manager, learner(BoxPooling.Kind.BACKGROUND_AWARE, 0.125), eighth)).isEqualTo(aware);
            assertThat(loss(manager, learner(BoxPooling.Kind.BACKGROUND_AWARE, 0.126), eighth)).isEqualTo(plain);
        });
    }

    @Test
    void paddingIsNoBackground() {
        on(manager -> {
            Box box = new Box(0, 0, SIDE, 24, 1, false);
            float boxAlone = loss(manager, learner(BoxPooling.Kind.BACKGROUND_AWARE, 0.125), shown(new Shown.Frame(0, 0, SIDE, 24), box));
            float plain = loss(manager, learner(BoxPooling.Kind.MEAN, 0), shown(new Shown.Frame(0, 0, SIDE, 24), box));
            assertThat(boxAlone).isEqualTo(plain);
            assertThat(loss(manager, learner(BoxPooling.Kind.BACKGROUND_AWARE, 0.125), shown(WHOLE, box))).isNotEqualTo(boxAlone);
        });
    }

    @Test
    void itsWeightsSayThatTheyClassifyBoxes() {
        assertThat(learner(BoxPooling.Kind.MEAN, 0).metadata()).containsEntry("head", "box-classifier");
        assertThat(Arrays.stream(TrainedModel.Head.values()).map(TrainedModel.Head::word)).doesNotHaveDuplicates();
    }
}
