package dev.seedbed.imaging;

import java.util.Arrays;

/**
 * How well labels match truth, per class [classes] and together. A class with neither truth nor prediction is NaN; a fraction of
 * nothing is otherwise 0.
 *
 * @param iou hits / (truth + predictions − hits)
 * @param precision hits / predictions
 * @param recall hits / truth
 * @param meanIou over the classes whose IoU is not NaN; NaN when there is none
 */
public record Scores(double[] iou, double[] precision, double[] recall, double meanIou) {

    static Scores of(ConfusionMatrix matrix) {
        int classes = matrix.classes();
        double[] iou = new double[classes];
        double[] precision = new double[classes];
        double[] recall = new double[classes];
        for (int c = 0; c < classes; c++) {
            long hits = matrix.count(c, c);
            long truth = matrix.truth(c);
            long predictions = matrix.predictions(c);
            boolean seen = truth + predictions > 0;
            iou[c] = seen ? share(hits, truth + predictions - hits) : Double.NaN;
            precision[c] = seen ? share(hits, predictions) : Double.NaN;
            recall[c] = seen ? share(hits, truth) : Double.NaN;
        }
        double mean = Arrays.stream(iou).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
        return new Scores(iou, precision, recall, mean);
    }

    private static double share(long part, long whole) {
        return whole > 0 ? (double) part / whole : 0;
    }
}
