package dev.seedbed.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.seedbed.stage.AtrousPyramid;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.RegionGrowing;
import dev.seedbed.training.engine.DeviceArrays;
import dev.seedbed.training.input.BatchArrays;
import dev.seedbed.training.input.Needs;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.input.Shown;
import dev.seedbed.training.loop.Learner;
import dev.seedbed.training.loss.GrowthLoss;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.network.Segmenter;
import dev.seedbed.training.network.SegmenterHead;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.SortedMap;

/**
 * Teaches a segmenter from cues, which it grows in every step where its own scores are sure (DSRG; Huang et al., CVPR 2018). Growing starts
 * from the cues themselves every time, so a step depends on the weights and its pictures alone.
 *
 * @param classes names of the foreground classes, label 1 first
 * @param pyramid the head's branches; empty for the architecture's own head
 * @param sidePx of the squares that it sees
 */
public record GrowthTraining(
        Backbone.Architecture architecture, List<String> classes, Optional<AtrousPyramid> pyramid, RegionGrowing growing, int sidePx)
        implements Learner {

    public GrowthTraining {
        classes = List.copyOf(classes);
    }

    private SegmenterHead form() {
        return new SegmenterHead(pyramid.map(AtrousPyramid::dilations).orElse(List.of()), OptionalDouble.empty());
    }

    @Override
    public Segmenter network() {
        return new Segmenter(architecture, classes.size(), false, form());
    }

    @Override
    public Needs needs() {
        return Needs.cues(network().grid(sidePx));
    }

    @Override
    public Loss loss(Parameters parameters, BatchArrays batch) {
        NDArray p = GrowthLoss.probabilities(network().forward(parameters, batch.pixels(), batch.dropout()).scores());
        List<Shown.OnGrid> shown = batch.shown().stream().map(square -> square.onGrid().orElseThrow()).toList();
        GrownBatch grown = GrownBatch.of(growing, p.toFloatArray(), batch.tags().toFloatArray(), shown);
        NDManager manager = p.getManager();
        NDArray seeds = DeviceArrays.filled(manager, p.getShape(), DataType.UINT8, buffer -> buffer.put(grown.seeds()));
        SequencedMap<String, NDArray> parts = new LinkedHashMap<>();
        parts.put("seed", GrowthLoss.seeds(p, seeds.toType(DataType.FLOAT32, false), growing.balanced()));
        growing.boundary().ifPresent(boundary -> {
            NDArray q = DeviceArrays.copy(manager, p.getShape(), grown.refined());
            parts.put("boundary", GrowthLoss.boundary(p, boundary.throughCrf() ? GrowthLoss.throughCrf(q, crfInput(p)) : q));
        });
        return new Loss(parts.values().stream().reduce(NDArray::add).orElseThrow(), parts, grown.counts());
    }

    @Override
    public Loss partOfLoss(Parameters parameters, BatchArrays part, BatchArrays whole) {
        return loss(parameters, part).shareOf(part, whole);
    }

    /** What the CRF's energies are the negative of. */
    private NDArray crfInput(NDArray p) {
        return switch (growing.crfInput()) {
            case LOG_PROBABILITY -> p.log();
            case PROBABILITY -> p;
        };
    }

    @Override
    public SortedMap<String, Double> epochMetrics(Map<String, Double> counts) {
        return SeedCounts.metrics(SeedCounts.quality(counts));
    }

    @Override
    public SortedMap<String, String> metadata() {
        return new TrainedModel(architecture, TrainedModel.Head.SEGMENTER, classes, form()).metadata();
    }

    @Override
    public double chanceLoss(PictureSource pictures) {
        return 0;
    }
}
