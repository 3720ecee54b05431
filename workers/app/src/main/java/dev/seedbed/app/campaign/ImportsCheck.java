package dev.seedbed.app.campaign;

import dev.seedbed.app.UserError;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.artifact.LabelVersion;
import dev.seedbed.method.Method;
import dev.seedbed.method.Rehearsal;
import dev.seedbed.method.Trial;
import dev.seedbed.stage.GrowSegmenter;
import dev.seedbed.stage.StageKey;
import dev.seedbed.tracking.label.LabelStore;
import dev.seedbed.training.network.Extractor;
import java.util.List;
import java.util.Optional;

/** Finds out, by a rehearsal, whether a trial can start from what was imported: the truth and other labels, cues. */
record ImportsCheck(Facts facts) {

    /** @throws UserError if a label version is revoked, or cues lie on another grid than a network's */
    <S extends Record> void check(Method<S> method, Trial<S> trial) {
        method.run(trial, new Rehearsal(_ -> Optional.empty(), stage -> StageKey.of(stage, "").hex(), (stage, _, _) -> {
            stage.labelInputs().stream().filter(ImportsCheck::isImported).forEach(this::requireStanding);
            if (stage instanceof GrowSegmenter grow && isImported(grow.cues().shown().labels())) {
                requireGrid(grow);
            }
        }));
    }

    private static boolean isImported(LabelVersion version) {
        return version.origin().equals(LabelStore.IMPORT);
    }

    private void requireStanding(LabelVersion version) {
        try {
            new LabelStore(facts.database()).requireValid(List.of(version));
        } catch (IllegalArgumentException e) {
            throw new UserError("the campaign cannot run: the imported label version " + version.sha256().substring(0, 12) + " ("
                    + version.kind() + ") is revoked; import it again under another name to use it all the same", e);
        }
    }

    private static void requireGrid(GrowSegmenter grow) {
        try {
            grow.requireGrid(Extractor.of(grow.backbone().architecture()).grid(grow.training().sidePx()));
        } catch (IllegalArgumentException e) {
            throw new UserError("the campaign cannot run: " + e.getMessage());
        }
    }
}
