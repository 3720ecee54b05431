package dev.seedbed.stage;

import java.util.Objects;
import java.util.Optional;

/**
 * How a segmenter learns from cues (DSRG, CVPR 2018, section 3): the seed loss, growing of the seeds in every step, and the boundary
 * loss, the last two by the network's own scores refined by the dense CRF on the network's grid.
 *
 * @param balanced whether background and foreground seeds are averaged apart; false is SEC's loss, all seeds of an image in one mean
 * @param growth empty: the cues stay as they are
 * @param boundary empty: no boundary loss
 * @param crf on the grid, its deviations in cells
 * @param crfInput what the CRF is fed
 */
public record RegionGrowing(boolean balanced, Optional<Growth> growth, Optional<Boundary> boundary, Crf crf, CrfInput crfInput) {

    public RegionGrowing {
        Objects.requireNonNull(growth, "growth");
        Objects.requireNonNull(boundary, "boundary");
        Objects.requireNonNull(crf, "crf");
        Objects.requireNonNull(crfInput, "crfInput");
    }

    /**
     * The similarity criterion: a place whose best allowed class is strictly over the class's threshold takes that class. A threshold of 1
     * stops the growing of that group of classes.
     *
     * @param background θ_b, foreground θ_f: each in [0, 1]
     */
    public record Growth(double background, double foreground, Rule rule) {

        public Growth {
            Ranges.within("background", background, 0, 1);
            Ranges.within("foreground", foreground, 0, 1);
            Objects.requireNonNull(rule, "rule");
        }
    }

    /** What background's score is compared with. */
    public enum Rule {
        /** With θ_b alone. */
        PAPER,
        /** With the larger of θ_b and θ_f, so that θ_f = 1 stops all growth. */
        RELEASED_CODE
    }

    /**
     * The constrain-to-boundary loss: mean over places of Σ_c Q log clip(Q/p, 0.05, 20).
     *
     * @param throughCrf whether (1 − Q)·∂L/∂log Q flows back through the CRF to its input as in the released code; false holds Q fixed,
     *     which is the maths
     */
    public record Boundary(boolean throughCrf) {}

    /** What the CRF is fed as unary energies. */
    public enum CrfInput {
        /** −log p, the correct maths. */
        LOG_PROBABILITY,
        /** −p, as the released code has it. */
        PROBABILITY
    }
}
