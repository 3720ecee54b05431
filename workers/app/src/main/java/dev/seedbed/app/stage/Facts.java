package dev.seedbed.app.stage;

import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.artifact.FolderArtifactStore;
import dev.seedbed.tracking.stage.StageStore;
import java.nio.file.Path;

/** Where the facts are: the database's stores and the artifact store of one process. */
public record Facts(Database database, StageStore stages, ArtifactStore artifacts) implements AutoCloseable {

    /** Opens the stores; the schema must be up to date. */
    public static Facts open(String jdbcUrl, String user, String password, Path artifacts) {
        Database database = Database.open(jdbcUrl, user, password);
        return new Facts(database, new StageStore(database), new FolderArtifactStore(artifacts));
    }

    @Override
    public void close() {
        stages.close();
        database.close();
    }
}
