package dev.seedbed.training.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Whether the calling thread records operations for differentiation, until closed.
 *
 * <p>DJL's own gradient collector allows one at a time in a process; the mode underneath is the thread's, so two slots can train
 * side by side.
 */
public final class Autograd implements AutoCloseable {

    private final boolean before = JniUtils.isGradMode();

    private Autograd(boolean recording) {
        JniUtils.setGradMode(recording);
    }

    /** Records from here on. */
    public static Autograd recording() {
        return new Autograd(true);
    }

    /** Records nothing from here on. */
    public static Autograd paused() {
        return new Autograd(false);
    }

    /** Computes the gradients of a scalar with respect to every array that asked for its gradient. */
    public void backward(NDArray loss) {
        NDManager manager = loss.getManager();
        try (NDArray one = manager.ones(loss.getShape(), loss.getDataType())) {
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
        }
    }

    @Override
    public void close() {
        JniUtils.setGradMode(before);
    }
}
