package dev.seedbed.data.scenes;

/** The muted colours that backgrounds, distractors and bodies share, so that no colour tells them apart. */
final class Tones {

    private static final Colour[] ALL = {
        Colour.of(0x8C7A5E), Colour.of(0x6E7F66), Colour.of(0x7088A0), Colour.of(0xA89078), Colour.of(0x857090), Colour.of(0x9A9A90),
        Colour.of(0x5F6B72), Colour.of(0xB0A070), Colour.of(0x96685C)
    };

    private Tones() {}

    /** A body's tone: half of the time one of two that its class leans to, else any. */
    static Colour leaning(SceneClass kind, Draw draw) {
        int own = 3 * kind.ordinal() / 2 + draw.below(2);
        return varied(draw.chance(0.65) ? ALL[own % ALL.length] : draw.oneOf(ALL), draw);
    }

    static Colour any(Draw draw) {
        return varied(draw.oneOf(ALL), draw);
    }

    private static Colour varied(Colour tone, Draw draw) {
        return tone.jittered(draw, 0.06).times(draw.within(0.75, 1.25));
    }
}
