package dev.seedbed.training.task;

import dev.seedbed.stage.Backbone;
import dev.seedbed.training.input.BatchArrays;
import dev.seedbed.training.input.Needs;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.loop.Learner;
import dev.seedbed.training.loss.SoftMargin;
import dev.seedbed.training.network.Classifier;
import dev.seedbed.training.network.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Teaches a multi-label classifier the pictures' tags, by the soft margin.
 *
 * @param classes names of the foreground classes, in the order of the tags
 */
public record ClassifierTraining(Backbone.Architecture architecture, List<String> classes) implements Learner {

    public ClassifierTraining {
        classes = List.copyOf(classes);
    }

    @Override
    public Classifier network() {
        return new Classifier(architecture, classes.size());
    }

    @Override
    public Needs needs() {
        return Needs.TAGS;
    }

    @Override
    public Loss loss(Parameters parameters, BatchArrays batch) {
        return new Loss(
                SoftMargin.loss(network().logits(parameters, batch.pixels(), batch.dropout()), batch.tags()), new LinkedHashMap<>());
    }

    @Override
    public Loss partOfLoss(Parameters parameters, BatchArrays part, BatchArrays whole) {
        return loss(parameters, part).shareOf(part, whole);
    }

    @Override
    public SortedMap<String, String> metadata() {
        return new TrainedModel(architecture, TrainedModel.Head.CLASSIFIER, classes).metadata();
    }

    @Override
    public double chanceLoss(PictureSource pictures) {
        return SoftMargin.ofBestConstant(IntStream.range(0, pictures.size()).mapToObj(pictures::tags)::iterator);
    }
}
