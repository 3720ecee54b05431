package dev.seedbed.stage;

import dev.seedbed.artifact.Sha256;
import java.util.Objects;

/**
 * Localization cues of a list of images on a network's output grid: the few places that are believed to be sure, from which region
 * growing starts (Kolesnikov and Lampert, ECCV 2016; Huang et al., CVPR 2018).
 *
 * @param arrays hash of an NPZ artifact: per image id, {@code ID/cues} uint8 [R,g,g], 0 or 1, and {@code ID/classes} int32 [R] the rows'
 *     class indices, ascending, background (0) always among them; a place may be a cue of several classes
 * @param gridPx g, cells along each side of the grid, over the whole picture squashed into a square
 * @param shown the cues as a label version of the pictures' sizes, 255 where there is no cue or more than one: for people, and the parent of
 *     what is learned from them
 * @param quality of the cues on their grid
 */
public record Cues(String arrays, int gridPx, @NotInKey Labelled shown, @NotInKey SeedQuality quality) {

    public Cues {
        Sha256.require(arrays);
        Ranges.atLeast("gridPx", gridPx, 1);
        Objects.requireNonNull(shown, "shown");
        Objects.requireNonNull(quality, "quality");
    }
}
