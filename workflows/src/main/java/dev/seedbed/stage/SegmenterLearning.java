package dev.seedbed.stage;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a segmenter learns from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "loss")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SegmenterLearning.CrossEntropy.class, name = "cross-entropy"),
    @JsonSubTypes.Type(value = SegmenterLearning.Prohibitive.class, name = "prohibitive")
})
public sealed interface SegmenterLearning {

    /** Mean cross-entropy to the labels. */
    record CrossEntropy() implements SegmenterLearning {}

    /**
     * AE-PSL's prohibitive segmentation learning (CVPR 2017, section 3.2): a classification branch v, trained on the image tags, and
     * online labels Ŝ = argmax([1, v] ⊗ f); loss = CE(f, S) + CE(f, Ŝ) + the branch's.
     *
     * @param onlineLabels false leaves CE(f, Ŝ) out; the branch is trained all the same, for the weighting at test time
     */
    record Prohibitive(boolean onlineLabels, BranchLoss branchLoss) implements SegmenterLearning {}

    /** How the classification branch learns the tags. */
    enum BranchLoss {
        /** Multi-label soft margin: mean binary cross-entropy. */
        SOFT_MARGIN,
        /** Mean squared difference of sigmoid and tag. */
        SQUARED
    }
}
