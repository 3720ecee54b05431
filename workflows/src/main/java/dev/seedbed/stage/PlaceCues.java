package dev.seedbed.stage;

import dev.seedbed.stage.Backbone.Architecture;

/**
 * Places localization cues on the grid of a network that is to grow them: a class where its activation map, scaled to its own peak, is
 * above a fraction, background where the cue for it says so (DSRG, CVPR 2018, section 3.1).
 *
 * @param foregroundAbove fraction of a map's peak that a foreground cue is strictly above, in [0, 1)
 * @param background what tells background
 * @param architecture and sidePx: the network and the square of pixels that it will see, which give the grid
 */
public record PlaceCues(
        Images images, Cams cams, double foregroundAbove, BackgroundCue background, Architecture architecture, int sidePx)
        implements StageSpec<Cues> {

    public static final String KIND = "place-cues";

    public PlaceCues {
        Ranges.within("foregroundAbove", foregroundAbove, 0, 0.9999);
        Ranges.atLeast("sidePx", sidePx, 32);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Pool pool() {
        return Pool.CPU;
    }

    @Override
    public Class<Cues> resultType() {
        return Cues.class;
    }
}
