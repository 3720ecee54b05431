package dev.seedbed.app.kernels;

import dev.seedbed.imaging.array.NdArray;
import java.io.IOException;
import java.util.Map;

/** A numeric operation of the program, as reference vectors see it: named arrays and parameters in, named arrays out. */
public interface Kernel {

    /** The operation's name in reference vectors. */
    String operation();

    /**
     * The outputs by name, as the vectors' {@code expected.*} arrays have them without that prefix; a scalar is an array of one.
     *
     * @throws IllegalArgumentException if an input or a parameter is missing or does not fit
     * @throws IOException if weights cannot be read
     */
    Map<String, NdArray> compute(KernelCall call) throws IOException;
}
