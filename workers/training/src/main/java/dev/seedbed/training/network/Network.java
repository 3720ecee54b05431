package dev.seedbed.training.network;

import ai.djl.ndarray.types.Shape;
import java.util.List;

/** A network that can be trained: its tensors and the dropout masks that it asks for. */
public interface Network {

    /** The backbone's tensors. */
    List<ParameterSpec> backbone();

    /** The head's tensors. */
    List<ParameterSpec> head();

    /** Shapes of the dropout masks of a batch, in order. */
    List<Shape> dropouts(int batch, int sidePx);
}
