package dev.seedbed.training.crf;

import dev.seedbed.imaging.crf.DenseCrf;
import dev.seedbed.stage.Crf;

/** Dense CRFs as stages ask for them. */
public final class DenseCrfs {

    private DenseCrfs() {}

    /** The CRF of these settings. */
    public static DenseCrf of(Crf settings) {
        return new DenseCrf(
                settings.iterations(), settings.gaussianWeight(), settings.gaussianSxy(), settings.bilateralWeight(),
                settings.bilateralSxy(), settings.bilateralSrgb());
    }
}
