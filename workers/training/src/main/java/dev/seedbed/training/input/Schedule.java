package dev.seedbed.training.input;

import dev.seedbed.stage.Training;
import dev.seedbed.training.draw.Draws;
import java.util.Arrays;

/**
 * Which pictures each step sees: every epoch has its own order, cut into whole batches.
 *
 * @param pictures how many there are
 * @param perEpoch steps an epoch
 * @param steps of the whole training
 */
public record Schedule(int pictures, int batch, int perEpoch, long steps) {

    /** @throws IllegalArgumentException if the pictures do not fill one batch */
    public static Schedule of(int pictures, Training training) {
        if (pictures < training.batch()) {
            throw new IllegalArgumentException("there are " + pictures + " pictures to train on, fewer than a batch of "
                    + training.batch() + "; lower training.batch or add pictures");
        }
        int perEpoch = pictures / training.batch();
        return new Schedule(pictures, training.batch(), perEpoch, training.stepsOver(pictures));
    }

    /** The epoch of a step; both count from 0. */
    public int epoch(long step) {
        return Math.toIntExact(step / perEpoch);
    }

    /** Whether the step is the first of its epoch. */
    public boolean opensEpoch(long step) {
        return step % perEpoch == 0;
    }

    /** Whether the step is the last of its epoch, be it cut short by the end of the training. */
    public boolean endsEpoch(long step) {
        return (step + 1) % perEpoch == 0 || step + 1 == steps;
    }

    /** How many epochs there are, a last one that is cut short included. */
    public int epochs() {
        return epoch(steps - 1) + 1;
    }

    /** How many steps of a step's epoch are done with it. */
    public int doneOfEpoch(long step) {
        return (int) (step % perEpoch) + 1;
    }

    /** The pictures of a step, by index. */
    public int[] pictures(long seed, long step) {
        int[] order = Draws.of(seed, Draws.Purpose.ORDER, epoch(step)).permutation(pictures);
        int from = Math.toIntExact(step % perEpoch) * batch;
        return Arrays.copyOfRange(order, from, from + batch);
    }
}
