package dev.seedbed.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.BoxPooling;
import dev.seedbed.training.box.BackgroundQueries;
import dev.seedbed.training.box.BoxMaps;
import dev.seedbed.training.box.BoxParts;
import dev.seedbed.training.box.BoxPoints;
import dev.seedbed.training.input.BatchArrays;
import dev.seedbed.training.input.Needs;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.input.Shown;
import dev.seedbed.training.loop.Learner;
import dev.seedbed.training.network.BoxClassifier;
import dev.seedbed.training.network.Parameters;
import java.util.List;
import java.util.SortedMap;

/**
 * Teaches BANA's classifier (CVPR 2021, section 3.1): the pooled parts of boxes are their class, background queries are background; the
 * loss is one mean of softmax cross-entropies over all of them. The padding around a cropped picture is neither background nor box. A class
 * that is tagged and has no box is not learned from; a picture without boxes gives queries alone, one without background boxes alone, and a
 * batch without either costs 0.
 *
 * @param classes names of the foreground classes, in the order of the boxes' labels
 */
public record BoxTraining(Backbone.Architecture architecture, List<String> classes, BoxPooling pooling) implements Learner {

    public BoxTraining {
        classes = List.copyOf(classes);
    }

    @Override
    public BoxClassifier network() {
        return new BoxClassifier(architecture, classes.size());
    }

    @Override
    public Needs needs() {
        return Needs.BOXES;
    }

    @Override
    public Loss loss(Parameters parameters, BatchArrays batch) {
        NDArray features = network().features(parameters, batch.pixels(), batch.dropout());
        NDManager manager = features.getManager();
        int sidePx = (int) batch.pixels().getShape().get(3);
        int side = (int) features.getShape().get(3);
        BackgroundQueries queries =
                BackgroundQueries.of(features, BoxMaps.background(manager, batch.shown(), sidePx, side), pooling.grid());
        BoxParts parts = BoxParts.of(manager, points(batch.shown(), sidePx, side), pooling.regions(), side, side);
        NDArray pooled = parts.pool(features, attention(queries, features, batch.shown(), sidePx));
        NDArray vectors = NDArrays.concat(new NDList(pooled, queries.vectors().transpose(0, 2, 1)), 1);
        NDArray known = NDArrays.concat(new NDList(parts.valid(), queries.valid().squeeze(1)), 1);
        NDArray target = NDArrays.concat(new NDList(parts.classes(), queries.valid().squeeze(1).zerosLike()), 1);
        return Loss.of(crossEntropy(vectors.matMul(network().weights(parameters).transpose()), target, known));
    }

    private static List<List<BoxPoints>> points(List<Shown> shown, int sidePx, int side) {
        return shown.stream().map(square -> square.boxes().stream().map(box -> BoxPoints.of(box, sidePx, side)).toList()).toList();
    }

    /** A [N,h,w]; 0 where boxes are pooled plainly. */
    private NDArray attention(BackgroundQueries queries, NDArray features, List<Shown> shown, int sidePx) {
        Shape shape = features.getShape();
        return switch (pooling.kind()) {
            case MEAN -> features.getManager().zeros(new Shape(shape.get(0), shape.get(2), shape.get(3)));
            case BACKGROUND_AWARE -> {
                NDArray share = BoxMaps.background(features.getManager(), shown, sidePx, sidePx).sum(new int[] {1, 2});
                double least = Math.ceil(pooling.minBackground() * sidePx * sidePx);
                yield queries.attention(features).mul(share.gte(least).toType(DataType.FLOAT32, false).reshape(-1, 1, 1));
            }
        };
    }

    /** Mean over what is known, 0 where nothing is. logits [N,M,1+C]; target and known [N,M]. */
    private static NDArray crossEntropy(NDArray logits, NDArray target, NDArray known) {
        NDArray index = target.toType(DataType.INT64, false).expandDims(2);
        NDArray picked = logits.logSoftmax(2).gather(index, 2).squeeze(2);
        return picked.mul(known).sum().neg().div(known.sum().maximum(1));
    }

    @Override
    public SortedMap<String, String> metadata() {
        return new TrainedModel(architecture, TrainedModel.Head.BOX_CLASSIFIER, classes).metadata();
    }

    /** What counts as chance depends on how many parts and queries pictures give; no rule asks for it. */
    @Override
    public double chanceLoss(PictureSource pictures) {
        return 0;
    }
}
