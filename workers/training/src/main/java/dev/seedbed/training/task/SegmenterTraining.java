package dev.seedbed.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.seedbed.imaging.Mask;
import dev.seedbed.stage.AtrousPyramid;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.SegmenterLearning;
import dev.seedbed.training.input.BatchArrays;
import dev.seedbed.training.input.Needs;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.loop.Learner;
import dev.seedbed.training.loss.NoiseAwareLoss;
import dev.seedbed.training.loss.PixelLoss;
import dev.seedbed.training.loss.SoftMargin;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.network.Segmenter;
import dev.seedbed.training.network.SegmenterHead;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.SortedMap;

/**
 * Teaches a segmenter the pictures' labels, at the pictures' resolution or on its own grid.
 *
 * @param classes names of the foreground classes, label 1 first
 * @param pyramid the head's branches; empty for the architecture's own head
 */
public record SegmenterTraining(
        Backbone.Architecture architecture, List<String> classes, SegmenterLearning learning, Optional<AtrousPyramid> pyramid)
        implements Learner {

    public SegmenterTraining {
        classes = List.copyOf(classes);
    }

    /** With the architecture's own head. */
    public SegmenterTraining(Backbone.Architecture architecture, List<String> classes, SegmenterLearning learning) {
        this(architecture, classes, learning, Optional.empty());
    }

    @Override
    public Segmenter network() {
        return new Segmenter(architecture, classes.size(), learning instanceof SegmenterLearning.Prohibitive, form());
    }

    private SegmenterHead form() {
        OptionalDouble temperature =
                learning instanceof SegmenterLearning.NoiseAware noiseAware ? OptionalDouble.of(noiseAware.temperature()) : OptionalDouble.empty();
        return new SegmenterHead(pyramid.map(AtrousPyramid::dilations).orElse(List.of()), temperature);
    }

    @Override
    public Needs needs() {
        return learning.labelInputs().isEmpty() ? Needs.LABELS : Needs.TWO_LABELS;
    }

    @Override
    public Loss loss(Parameters parameters, BatchArrays batch) {
        Segmenter.Output output = network().forward(parameters, batch.pixels(), batch.dropout());
        NDArray labels = batch.labels().orElseThrow();
        return switch (learning) {
            case SegmenterLearning.CrossEntropy(boolean onGrid) ->
                    Loss.of(onGrid ? onGrid(output, labels) : PixelLoss.crossEntropy(logProbabilities(output, labels), labels));
            case SegmenterLearning.NoiseAware noiseAware -> noiseAware(noiseAware, output, labels, batch.otherLabels().orElse(labels));
            case SegmenterLearning.Prohibitive prohibitive -> {
                NDArray logP = logProbabilities(output, labels);
                yield prohibitive(prohibitive, PixelLoss.crossEntropy(logP, labels), logP, output.branch().orElseThrow(), batch);
            }
        };
    }

    private static NDArray onGrid(Segmenter.Output output, NDArray labels) {
        NDArray atCentres = PixelLoss.atCentres(labels, output.scores().getShape().get(2));
        return PixelLoss.crossEntropy(PixelLoss.logProbabilities(output.scores()), atCentres);
    }

    private static NDArray logProbabilities(Segmenter.Output output, NDArray labels) {
        return PixelLoss.logProbabilities(output.scoresAt(labels.getShape().get(1), labels.getShape().get(2)));
    }

    /** Labels that are compared with themselves agree everywhere. */
    private static Loss noiseAware(SegmenterLearning.NoiseAware learning, Segmenter.Output output, NDArray labels, NDArray others) {
        NDArray cosines = output.cosinesAt(labels.getShape().get(1), labels.getShape().get(2));
        NoiseAwareLoss loss = NoiseAwareLoss.of(cosines, labels, others, learning);
        SequencedMap<String, NDArray> parts = new LinkedHashMap<>();
        parts.put("agree", loss.agree());
        parts.put("differ", loss.differ());
        return new Loss(loss.total(), parts);
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
    public Loss partOfLoss(Parameters parameters, BatchArrays part, BatchArrays whole) {
        return switch (learning) {
            case SegmenterLearning.CrossEntropy(boolean onGrid) -> {
                long grid = network().grid((int) part.pixels().getShape().get(3));
                Loss loss = loss(parameters, part);
                yield new Loss(loss.total().mul(knownShare(part, whole, onGrid ? OptionalLong.of(grid) : OptionalLong.empty())), loss.parts());
            }
            case SegmenterLearning.NoiseAware _ -> Learner.super.partOfLoss(parameters, part, whole);
            case SegmenterLearning.Prohibitive _ -> prohibitiveShare(loss(parameters, part), part, whole);
        };
    }

    /** The mined labels' cross-entropy is a mean over pixels whose label is known, the other parts are means over images. */
    private static Loss prohibitiveShare(Loss loss, BatchArrays part, BatchArrays whole) {
        SequencedMap<String, NDArray> parts = loss.shareOf(part, whole).parts();
        parts.put("mined", loss.parts().get("mined").mul(knownShare(part, whole, OptionalLong.empty())));
        return new Loss(parts.values().stream().reduce(NDArray::add).orElseThrow(), parts);
    }

    /** How many of the batch's pixels with a known label are the part's. */
    private static float knownShare(BatchArrays part, BatchArrays whole, OptionalLong grid) {
        return (float) (known(part, grid) / Math.max(1, known(whole, grid)));
    }

    private static double known(BatchArrays batch, OptionalLong grid) {
        NDArray labels = batch.labels().orElseThrow();
        NDArray seen = grid.isPresent() ? PixelLoss.atCentres(labels, grid.getAsLong()) : labels;
        return seen.neq(Mask.IGNORE).toType(DataType.FLOAT64, false).sum().getDouble();
    }

    @Override
    public SortedMap<String, String> metadata() {
        TrainedModel.Head head = switch (learning) {
            case SegmenterLearning.CrossEntropy _ -> TrainedModel.Head.SEGMENTER;
            case SegmenterLearning.NoiseAware _ -> TrainedModel.Head.SEGMENTER;
            case SegmenterLearning.Prohibitive _ -> TrainedModel.Head.SEGMENTER_WITH_BRANCH;
        };
        return new TrainedModel(architecture, head, classes, form()).metadata();
    }

    @Override
    public double chanceLoss(PictureSource pictures) {
        return 0;
    }
}
