package dev.seedbed.app.campaign;

import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.method.Method;
import dev.seedbed.method.Rehearsal;
import dev.seedbed.method.Trial;
import dev.seedbed.stage.GrowSegmenter;
import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.label.LabelStore;
import dev.seedbed.training.network.Extractor;
import java.util.Optional;

/** Finds out, by a rehearsal, whether imported cues can be grown by the networks of a trial; placed ones always can. */
record ImportedCuesCheck(Facts facts) {

    /** @throws UserError if they lie on another grid than a network's, or were revoked */
    <S extends Record> void check(Method<S> method, Trial<S> trial) {
        method.run(trial, new Rehearsal(_ -> Optional.empty(), stage -> StageKey.of(stage, "").hex(), (stage, _, _) -> {
            if (stage instanceof GrowSegmenter grow && grow.cues().shown().labels().origin().equals(LabelStore.IMPORT)) {
                check(grow);
            }
        }));
    }

    private void check(GrowSegmenter grow) {
        try {
            grow.requireGrid(Extractor.of(grow.backbone().architecture()).grid(grow.training().sidePx()));
        } catch (IllegalArgumentException e) {
            throw new UserError("the campaign cannot run: " + e.getMessage());
        }
        try {
            new LabelStore(facts.database()).requireValid(grow.labelInputs());
        } catch (IllegalArgumentException e) {
            throw new UserError("the campaign cannot run: the imported cues are revoked, as label version "
                    + grow.cues().shown().labels().sha256().substring(0, 12) + "; take others", e);
        }
    }
}
