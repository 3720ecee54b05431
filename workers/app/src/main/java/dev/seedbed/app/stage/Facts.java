package dev.seedbed.app.stage;

import dev.seedbed.app.engine.Connection;
import dev.seedbed.app.engine.Environment;
import dev.seedbed.artifact.ArtifactStore;
import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.artifact.FolderArtifactStore;
import dev.seedbed.tracking.stage.StageStore;

/** Where the facts are: the database's stores and the artifact store of one process. */
public record Facts(Database database, StageStore stages, ArtifactStore artifacts) implements AutoCloseable {

    /** Opens the stores; the schema must be up to date. */
    public static Facts open(Connection connection) {
        Environment.Database where = connection.database();
        Database database = Database.open(where.jdbcUrl(), where.user(), where.password());
        return new Facts(database, new StageStore(database), new FolderArtifactStore(connection.artifacts()));
    }

    @Override
    public void close() {
        stages.close();
        database.close();
    }
}
