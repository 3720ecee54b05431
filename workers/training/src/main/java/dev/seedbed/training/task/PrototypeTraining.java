package dev.seedbed.training.task;

import ai.djl.ndarray.NDArray;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.ImagePrototypes;
import dev.seedbed.training.input.BatchArrays;
import dev.seedbed.training.input.Needs;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.input.Shown;
import dev.seedbed.training.loop.Learner;
import dev.seedbed.training.loss.SoftMargin;
import dev.seedbed.training.network.Dropout;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.network.PrototypeNetwork;
import dev.seedbed.training.prototype.ImageSpecific;
import dev.seedbed.training.prototype.IsCam;
import dev.seedbed.training.prototype.ShownPlaces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Teaches a classifier the pictures' tags, and its class maps to agree with the image-specific ones (SIPE, Chen et al., CVPR 2022):
 * L = soft margin + mean |M − IS-CAM over its peak|. In M the maps of classes that a picture does not show, and all maps where there is
 * no picture, are 0, and so is the IS-CAM. Seeds come from the last stage's structure.
 *
 * @param classes names of the foreground classes, in the order of the tags
 * @param consistency whether there is the second term; without it nothing trains the projections
 */
public record PrototypeTraining(
        Backbone.Architecture architecture, List<String> classes, ImagePrototypes prototypes, boolean consistency) implements Learner {

    public PrototypeTraining {
        classes = List.copyOf(classes);
    }

    @Override
    public PrototypeNetwork network() {
        boolean projectionsTrained = consistency && prototypes.features() == ImagePrototypes.Features.HIERARCHICAL;
        return new PrototypeNetwork(architecture, classes.size(), projectionsTrained);
    }

    @Override
    public Needs needs() {
        return Needs.TAGS;
    }

    @Override
    public Loss loss(Parameters parameters, BatchArrays batch) {
        if (!consistency) {
            NDArray logits = network().classifier().logits(parameters, batch.pixels(), Dropout.NONE);
            return Loss.of(SoftMargin.loss(logits, batch.tags()));
        }
        PrototypeNetwork.Output seen = network().forward(parameters, batch.pixels(), prototypes.features());
        NDArray shown = shown(batch, seen.cams());
        var specific = new ImageSpecific(prototypes);
        NDArray maps = specific.maps(seen.cams()).mul(shown);
        NDArray seeds = specific.seeds(seen.semantic(), maps, shown);
        NDArray isCams = IsCam.of(seen.features(), IsCam.prototypes(seen.features(), seeds)).mul(shown);
        SequencedMap<String, NDArray> parts = new LinkedHashMap<>();
        parts.put("tags", SoftMargin.loss(seen.logits(), batch.tags()));
        parts.put("consistency", IsCam.consistency(maps, isCams));
        return new Loss(parts.values().stream().reduce(NDArray::add).orElseThrow(), parts);
    }

    @Override
    public Loss partOfLoss(Parameters parameters, BatchArrays part, BatchArrays whole) {
        return loss(parameters, part).shareOf(part, whole);
    }

    private static NDArray shown(BatchArrays batch, NDArray cams) {
        List<Shown.Frame> frames = batch.shown().stream().map(Shown::frame).toList();
        int sidePx = Math.toIntExact(batch.pixels().getShape().get(2));
        return ShownPlaces.of(batch.tags(), frames, sidePx, Math.toIntExact(cams.getShape().get(2)));
    }

    @Override
    public SortedMap<String, String> metadata() {
        return new TrainedModel(architecture, TrainedModel.Head.PROTOTYPES, classes).metadata();
    }

    @Override
    public double chanceLoss(PictureSource pictures) {
        return SoftMargin.ofBestConstant(IntStream.range(0, pictures.size()).mapToObj(pictures::tags)::iterator);
    }
}
