package dev.seedbed.app.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.imaging.Mask;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabelTallyTest {

    private final LabelTally tally = new LabelTally(List.of("background", "fox"));

    private static Mask mask(int... labels) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return new Mask(labels.length, 1, bytes);
    }

    @Test
    void aTruthThatIsIgnoredEverywhereTellsNothing() {
        tally.add(mask(0, 1), Optional.of(mask(Mask.IGNORE, Mask.IGNORE)));
        assertThat(tally.meanIou()).isEmpty();
        assertThat(tally.quality()).isEmpty();
        tally.add(mask(0, 1), Optional.of(mask(0, 1)));
        assertThat(tally.meanIou()).hasValue(1);
        assertThat(tally.quality()).isPresent();
    }
}
