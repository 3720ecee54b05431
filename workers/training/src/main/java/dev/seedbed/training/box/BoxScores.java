package dev.seedbed.training.box;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.stage.BoxLabelling;
import dev.seedbed.training.network.Cosine;
import java.util.List;

/**
 * How the pixels of boxes are labelled (BANA, CVPR 2021, section 3.2). Classes are those of the boxes, ascending; boxes lie in the picture.
 */
public final class BoxScores {

    private static final double EPSILON = 1e-12;

    private BoxScores() {}

    /** The classes of boxes, ascending: G of them. */
    public static int[] classes(List<Box> boxes) {
        return boxes.stream().mapToInt(Box::label).distinct().sorted().toArray();
    }

    /** 1 inside the boxes, 0 elsewhere: [H,W]. */
    public static NDArray inside(NDManager manager, List<Box> boxes, int height, int width) {
        NDArray inside = manager.zeros(new Shape(height, width));
        boxes.forEach(box -> inside.set(place(box), 1));
        return inside;
    }

    private static NDIndex place(Box box) {
        return new NDIndex("{}:{},{}:{}", box.y0(), box.y1(), box.x0(), box.x1());
    }

    /**
     * Pixel scores before the CRF: inside boxes the softmax of the background's attention and the classes' responses, each over its peak;
     * outside background alone. Where boxes of one class overlap, the later one in the list decides.
     *
     * @param responses w_c·f [G,H,W]
     * @param attention u_0 [H,W]; below zeroBelow of its maximum it counts as 0
     * @param inside [H,W], 1 inside boxes
     * @param peak over what a response is scaled
     * @return [1+G,H,W], background first, summing to 1 at every pixel
     */
    public static NDArray unary(
            NDArray responses, NDArray attention, NDArray inside, List<Box> boxes, double zeroBelow, BoxLabelling.Peak peak) {
        int[] classes = classes(boxes);
        NDArray outside = inside.eq(0).toType(DataType.FLOAT32, false);
        NDList scores = new NDList(zeroed(attention, zeroBelow));
        for (int i = 0; i < classes.length; i++) {
            scores.add(scaled(responses.get(i).getNDArrayInternal().relu(), of(boxes, classes[i]), peak));
        }
        NDArray within = NDArrays.stack(scores).softmax(0).mul(inside);
        within.set(new NDIndex("0"), within.get(0).add(outside));
        return within;
    }

    /** In double precision, as thresholds are. */
    private static NDArray zeroed(NDArray attention, double below) {
        NDArray exact = attention.toType(DataType.FLOAT64, false);
        return attention.mul(exact.gte(exact.max().mul(below)).toType(DataType.FLOAT32, false));
    }

    private static NDArray scaled(NDArray response, List<Box> boxes, BoxLabelling.Peak peak) {
        NDArray scaled = response.zerosLike();
        NDArray strongest = response.mul(inside(response.getManager(), boxes, height(response), width(response))).max();
        for (Box box : boxes) {
            NDArray part = response.get(place(box));
            scaled.set(place(box), part.div(switch (peak) {
                case BOX -> part.max().add(EPSILON);
                case CLASS -> strongest.add(EPSILON);
            }));
        }
        return scaled;
    }

    /**
     * Labels by retrieval: each pixel of a box takes the class, background or one of the boxes around it, whose prototype is the most
     * similar by rectified cosine; outside boxes is background. A prototype is the mean feature of the pixels that Y_crf gave the class; of
     * a class that Y_crf lost it is the classifier's vector.
     *
     * @param weights of the classifier [1+C,K]
     * @param labels Y_crf [H,W] unsigned bytes
     * @param inside [H,W], 1 inside boxes
     * @return [H,W] unsigned bytes
     */
    public static NDArray retrieved(FullSizeFeatures features, NDArray weights, NDArray labels, NDArray inside, List<Box> boxes) {
        int[] classes = classes(boxes);
        NDList prototypes = new NDList(prototype(features, weights, labels, 0));
        for (int label : classes) {
            prototypes.add(prototype(features, weights, labels, label));
        }
        // A pixel's own length scales all its cosines alike.
        NDArray alike = features.products(Cosine.unit(NDArrays.concat(prototypes))).getNDArrayInternal().relu();
        NDList offered = new NDList(alike.get(0));
        for (int i = 0; i < classes.length; i++) {
            offered.add(alike.get(i + 1).mul(inside(alike.getManager(), of(boxes, classes[i]), height(labels), width(labels))));
        }
        NDArray nearest = NDArrays.stack(offered).argMax(0);
        NDArray retrieved = labels.zerosLike();
        for (int i = 0; i < classes.length; i++) {
            retrieved.addi(nearest.eq(i + 1).toType(DataType.UINT8, false).mul(classes[i]));
        }
        return retrieved.mul(inside.toType(DataType.UINT8, false));
    }

    private static List<Box> of(List<Box> boxes, int label) {
        return boxes.stream().filter(box -> box.label() == label).toList();
    }

    /** [1,K] */
    private static NDArray prototype(FullSizeFeatures features, NDArray weights, NDArray labels, int label) {
        NDArray own = labels.eq(label).toType(DataType.FLOAT32, false);
        NDArray count = own.sum();
        return count.getFloat() > 0 ? features.sum(own).div(count) : weights.get(new NDIndex("{}:{}", label, label + 1));
    }

    private static int height(NDArray map) {
        return (int) map.getShape().get(0);
    }

    private static int width(NDArray map) {
        return (int) map.getShape().get(1);
    }
}
