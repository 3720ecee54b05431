package dev.seedbed.imaging.crf;

import dev.seedbed.imaging.ArgMax;
import dev.seedbed.imaging.FloatMaps;
import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Labels refined by the dense CRF on one-hot scores, twice (the labels of IRN, Ahn et al., CVPR 2019, and of SIPE, Chen et al., CVPR 2022):
 * once as they are, once with background less likely. A pixel is of a foreground class where the first says so, background where both do,
 * and undecided elsewhere.
 *
 * <p>Background takes part, and the classes that occur in the labels. A pixel's own label has the probability {@code certainty}, the other
 * classes share the rest; all are as likely where the label is {@link Mask#IGNORE}. Labels in which nothing but background occurs stay as
 * they are.
 *
 * @param certainty in (0, 1)
 * @param backgroundScale factor on background's probability the second time, over 0; probabilities are renormalised, which the CRF's own
 *     softmax does
 */
public record LabelRefinement(DenseCrf crf, double certainty, double backgroundScale) {

    private static final double FLOOR = 1e-5;

    public LabelRefinement {
        if (!(certainty > 0 && certainty < 1)) {
            throw new IllegalArgumentException("certainty must be between 0 and 1, not " + certainty);
        }
        if (!(backgroundScale > 0 && backgroundScale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("backgroundScale must be over 0, not " + backgroundScale);
        }
    }

    /**
     * The refined labels.
     *
     * @param picture of the labels' size
     * @throws IllegalArgumentException if the sizes differ
     */
    public Mask of(Mask labels, Raster picture) {
        int[] classes = classes(labels);
        if (classes.length == 1) {
            return labels;
        }
        FloatMaps energies = DenseCrf.energies(probabilities(labels, classes), FLOOR);
        Mask first = ArgMax.of(crf.infer(energies, picture, 1));
        Mask second = ArgMax.of(crf.infer(lessBackground(energies), picture, 1));
        byte[] refined = new byte[labels.labels().length];
        for (int i = 0; i < refined.length; i++) {
            refined[i] = (byte) (first.at(i) > 0 ? classes[first.at(i)] : second.at(i) > 0 ? Mask.IGNORE : 0);
        }
        return new Mask(labels.width(), labels.height(), refined);
    }

    /** Background and the classes that occur, ascending. */
    private static int[] classes(Mask labels) {
        boolean[] occurs = new boolean[Mask.IGNORE];
        occurs[0] = true;
        for (int i = 0; i < labels.labels().length; i++) {
            if (labels.at(i) != Mask.IGNORE) {
                occurs[labels.at(i)] = true;
            }
        }
        return IntStream.range(0, occurs.length).filter(label -> occurs[label]).toArray();
    }

    private FloatMaps probabilities(Mask labels, int[] classes) {
        int area = labels.labels().length;
        float[] p = new float[classes.length * area];
        for (int row = 0; row < classes.length; row++) {
            for (int i = 0; i < area; i++) {
                p[row * area + i] = (float) probability(labels.at(i), classes[row], classes.length);
            }
        }
        return new FloatMaps(classes.length, labels.height(), labels.width(), p);
    }

    private double probability(int label, int of, int classes) {
        if (label == Mask.IGNORE) {
            return 1.0 / classes;
        }
        return label == of ? certainty : (1 - certainty) / (classes - 1);
    }

    private FloatMaps lessBackground(FloatMaps energies) {
        float[] raised = Arrays.copyOf(energies.values(), energies.values().length);
        for (int i = 0; i < energies.area(); i++) {
            raised[i] -= (float) Math.log(backgroundScale);
        }
        return new FloatMaps(energies.channels(), energies.height(), energies.width(), raised);
    }
}
