package dev.seedbed.data.scenes;

/** The muted colours that backgrounds, distractors and bodies share, so that no colour tells them apart. */
final class Tones {

    private static final Colour[] ALL = {
        Colour.of(0x8C7A5E), Colour.of(0x6E7F66), Colour.of(0x7088A0), Colour.of(0xA89078), Colour.of(0x857090), Colour.of(0x9A9A90),
        Colour.of(0x5F6B72), Colour.of(0xB0A070), Colour.of(0x96685C)
    };

    private Tones() {}

    static Colour any(Draw draw) {
        return draw.oneOf(ALL).jittered(draw, 0.06).times(draw.within(0.75, 1.25));
    }
}
