package dev.seedbed.training.loop;

import java.util.List;

/** A loss, or the weights, are no longer finite. Trying the same again cannot help. */
public final class NonFiniteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private NonFiniteException(String message) {
        super(message);
    }

    static NonFiniteException loss(double loss, long step, List<String> ids) {
        return new NonFiniteException("the loss is " + loss + " at step " + step + " on the pictures " + String.join(", ", ids)
                + "; lower training.learningRate, or look at these pictures; the last checkpoint is kept");
    }

    static NonFiniteException weights(String tensor, long step) {
        return new NonFiniteException("tensor '" + tensor + "' is no longer finite after step " + step
                + "; lower training.learningRate; the last checkpoint is kept");
    }
}
