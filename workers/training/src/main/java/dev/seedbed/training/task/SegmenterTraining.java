package dev.seedbed.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.training.input.BatchArrays;
import dev.seedbed.training.input.Needs;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.loop.Learner;
import dev.seedbed.training.loss.PixelLoss;
import dev.seedbed.training.loss.SoftMargin;
import dev.seedbed.training.network.ParameterSpec;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.network.Segmenter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;

/**
 * Teaches a segmenter the pictures' labels, at the pictures' resolution or on its own grid.
 *
 * @param classes names of the foreground classes, label 1 first
 */
public record SegmenterTraining(Backbone.Architecture architecture, List<String> classes, SegmenterLearning learning)
        implements Learner {

    public SegmenterTraining {
        classes = List.copyOf(classes);
    }

    private Segmenter network() {
        return new Segmenter(architecture, classes.size(), learning instanceof SegmenterLearning.Prohibitive);
    }

    @Override
    public List<ParameterSpec> backbone() {
        return network().backbone();
    }

    @Override
    public List<ParameterSpec> head() {
        return network().head();
    }

    @Override
    public int classCount() {
        return classes.size();
    }

    @Override
    public Needs needs() {
        return Needs.LABELS;
    }

    @Override
    public List<Shape> dropouts(int batch, int sidePx) {
        return network().dropouts(batch, sidePx);
    }

    @Override
    public Loss loss(Parameters parameters, BatchArrays batch) {
        Segmenter.Output output = network().forward(parameters, batch.pixels(), batch.dropout());
        NDArray labels = batch.labels().orElseThrow();
        if (learning instanceof SegmenterLearning.CrossEntropy(boolean onGrid) && onGrid) {
            NDArray atCentres = PixelLoss.atCentres(labels, output.scores().getShape().get(2));
            return Loss.of(PixelLoss.crossEntropy(PixelLoss.logProbabilities(output.scores()), atCentres));
        }
        long side = labels.getShape().get(1);
        NDArray logP = PixelLoss.logProbabilities(Segmenter.upsample(output.scores(), side, side));
        NDArray mined = PixelLoss.crossEntropy(logP, labels);
        return switch (learning) {
            case SegmenterLearning.CrossEntropy _ -> new Loss(mined, new LinkedHashMap<>());
            case SegmenterLearning.NoiseAware _ -> throw new IllegalArgumentException("the noise-aware loss is not there yet");
            case SegmenterLearning.Prohibitive prohibitive -> prohibitive(prohibitive, mined, logP, output.branch().orElseThrow(), batch);
        };
    }

    /** L = CE(f, S) + CE(f, Ŝ) + the branch's. */
    private static Loss prohibitive(
            SegmenterLearning.Prohibitive learning, NDArray mined, NDArray logP, NDArray branch, BatchArrays batch) {
        SequencedMap<String, NDArray> parts = new LinkedHashMap<>();
        parts.put("mined", mined);
        if (learning.onlineLabels()) {
            NDArray confidence = branch.getNDArrayInternal().sigmoid();
            parts.put("online", PixelLoss.crossEntropyToAll(logP, PixelLoss.onlineLabels(logP, confidence)));
        }
        parts.put("branch", switch (learning.branchLoss()) {
            case SOFT_MARGIN -> SoftMargin.loss(branch, batch.tags());
            case SQUARED -> SoftMargin.squared(branch, batch.tags());
        });
        return new Loss(parts.values().stream().reduce(NDArray::add).orElseThrow(), parts);
    }

    @Override
    public SortedMap<String, String> metadata() {
        TrainedModel.Head head = switch (learning) {
            case SegmenterLearning.CrossEntropy _ -> TrainedModel.Head.SEGMENTER;
            case SegmenterLearning.NoiseAware _ -> TrainedModel.Head.SEGMENTER;
            case SegmenterLearning.Prohibitive _ -> TrainedModel.Head.SEGMENTER_WITH_BRANCH;
        };
        return new TrainedModel(architecture, head, classes).metadata();
    }

    @Override
    public double chanceLoss(PictureSource pictures) {
        return 0;
    }
}
