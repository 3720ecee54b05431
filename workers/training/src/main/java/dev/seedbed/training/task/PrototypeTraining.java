package dev.seedbed.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.Backbone;
import dev.seedbed.stage.ImagePrototypes;
import dev.seedbed.training.input.BatchArrays;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.loop.Learner;
import dev.seedbed.training.loss.SoftMargin;
import dev.seedbed.training.network.ParameterSpec;
import dev.seedbed.training.network.Parameters;
import dev.seedbed.training.network.PrototypeNetwork;
import dev.seedbed.training.prototype.ImageSpecific;
import dev.seedbed.training.prototype.IsCam;
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

    private PrototypeNetwork network() {
        return new PrototypeNetwork(architecture, classes.size());
    }

    @Override
    public List<ParameterSpec> backbone() {
        return network().backbone();
    }

    @Override
    public List<ParameterSpec> head() {
        return network().head(consistency && prototypes.features() == ImagePrototypes.Features.HIERARCHICAL);
    }

    @Override
    public int classCount() {
        return classes.size();
    }

    @Override
    public boolean learnsLabels() {
        return false;
    }

    @Override
    public List<Shape> dropouts(int batch, int sidePx) {
        return List.of();
    }

    @Override
    public Loss loss(Parameters parameters, BatchArrays batch) {
        if (!consistency) {
            NDArray logits = network().classifier().logits(parameters, batch.pixels(), batch.dropout());
            return new Loss(SoftMargin.loss(logits, batch.tags()), new LinkedHashMap<>());
        }
        PrototypeNetwork.Output seen = network().forward(parameters, batch.pixels(), prototypes.features());
        NDArray shown = shown(batch);
        NDArray maps = new ImageSpecific(prototypes).maps(seen.cams()).mul(shown);
        NDArray seeds = new ImageSpecific(prototypes).seeds(seen.semantic(), maps, shown);
        NDArray isCams = IsCam.of(seen.features(), IsCam.prototypes(seen.features(), seeds)).mul(shown);
        SequencedMap<String, NDArray> parts = new LinkedHashMap<>();
        parts.put("tags", SoftMargin.loss(seen.logits(), batch.tags()));
        parts.put("consistency", IsCam.consistency(maps, isCams));
        return new Loss(parts.values().stream().reduce(NDArray::add).orElseThrow(), parts);
    }

    /** Where which class may be: background and the tags, [N,1+C,1,1]. */
    private static NDArray shown(BatchArrays batch) {
        long n = batch.tags().getShape().get(0);
        NDArray background = batch.tags().getManager().ones(new Shape(n, 1), DataType.FLOAT32);
        return NDArrays.concat(new NDList(background, batch.tags()), 1).reshape(n, -1, 1, 1);
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
