package dev.seedbed.app.campaign;

import dev.seedbed.app.engine.Environment;
import dev.seedbed.app.engine.Stack;
import dev.seedbed.app.engine.StateFolder;
import dev.seedbed.app.stage.Facts;
import dev.seedbed.campaign.CampaignFile;
import dev.seedbed.data.Progress;
import dev.seedbed.data.scenes.Scenes;
import dev.seedbed.tracking.campaign.CampaignRow;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A database with the data set {@code scenes}, and campaigns in it that no workflow runs. */
record ScenesDatabase(Stack stack, Facts facts) implements AutoCloseable {

    static ScenesDatabase open(Path state) throws Exception {
        Stack stack = Stack.databaseOnly(StateFolder.at(state), Environment.current(), line -> {});
        Facts facts = Facts.open(stack.connection());
        facts.database().migrate();
        new Datasets(facts).register("scenes", new Scenes(5, 8, 2, 64).store(facts.artifacts(), Progress.NONE));
        return new ScenesDatabase(stack, facts);
    }

    /** Records a campaign under a fresh name. */
    CampaignRow submit(String text, Map<String, String> changes) {
        var file = CampaignFile.read("test.yaml", text, changes);
        return new Submission(facts, null).recorded(file, text, Optional.of("c" + UUID.randomUUID().toString().substring(0, 8)));
    }

    @Override
    public void close() {
        facts.close();
        stack.close();
    }
}
