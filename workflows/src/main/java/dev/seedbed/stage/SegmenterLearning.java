package dev.seedbed.stage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.seedbed.artifact.LabelVersion;
import java.util.List;
import java.util.Optional;

/** What a segmenter learns from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "loss")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SegmenterLearning.CrossEntropy.class, name = "cross-entropy"),
    @JsonSubTypes.Type(value = SegmenterLearning.Prohibitive.class, name = "prohibitive"),
    @JsonSubTypes.Type(value = SegmenterLearning.NoiseAware.class, name = "noise-aware")
})
public sealed interface SegmenterLearning {

    /** Further label versions that the loss looks at, besides the one that is learned. */
    @JsonIgnore
    default List<LabelVersion> labelInputs() {
        return List.of();
    }

    /**
     * Mean cross-entropy to the labels.
     *
     * @param onGrid whether scores are compared on the network's own grid, with labels taken at its cells' centres, as the Caffe lineage
     *     does (DSRG's retraining); else scores are upsampled to the picture
     */
    record CrossEntropy(boolean onGrid) implements SegmenterLearning {

        public static CrossEntropy defaults() {
            return new CrossEntropy(false);
        }
    }

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

    /**
     * BANA's noise-aware loss (CVPR 2021, section 3.3) with cosine logits τ·cos(f, W_c): cross-entropy where both label versions agree, and
     * λ times the cross-entropy to the learned labels, weighted by the confidence map σ = (D_y / max_c D_c)^γ, where they differ.
     *
     * @param retrieved the other label version (Y_ret); empty learns every label alike, with the same cosine logits
     * @param disagreement λ; 0 leaves out the pixels where the two differ
     * @param gamma γ
     * @param temperature τ
     */
    record NoiseAware(Optional<LabelVersion> retrieved, double disagreement, double gamma, double temperature)
            implements SegmenterLearning {

        public NoiseAware {
            Ranges.within("disagreement", disagreement, 0, 100);
            Ranges.within("gamma", gamma, 0, 100);
            Ranges.within("temperature", temperature, 1e-3, 1000);
        }

        @Override
        @JsonIgnore
        public List<LabelVersion> labelInputs() {
            return retrieved.stream().toList();
        }
    }
}
