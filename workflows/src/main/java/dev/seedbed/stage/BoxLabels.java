package dev.seedbed.stage;

/**
 * BANA's two label versions of the same boxes.
 *
 * @param crf Y_crf: the classifier's scores, refined by the dense CRF
 * @param retrieved Y_ret: each pixel of a box takes the class of the most similar prototype
 */
public record BoxLabels(Labelled crf, Labelled retrieved) {}
