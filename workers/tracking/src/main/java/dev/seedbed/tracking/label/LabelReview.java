package dev.seedbed.tracking.label;

import dev.seedbed.tracking.Database;
import dev.seedbed.tracking.NameTakenException;
import dev.seedbed.tracking.label.LabelAction.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** What people think of label versions and what they call them, each change with who made it and when. */
public final class LabelReview {

    private final Database database;
    private final String user;

    /** @param user who acts */
    public LabelReview(Database database, String user) {
        this.database = database;
        this.user = Objects.requireNonNull(user, "user");
    }

    /**
     * Records that the version was found good.
     *
     * @throws IllegalArgumentException if it is revoked
     */
    public void approve(long id, Optional<String> note) {
        judge(id, LabelStatus.APPROVED, Kind.APPROVED, note);
    }

    /**
     * Records that the version was found bad; what was made from it stays.
     *
     * @throws IllegalArgumentException if it is revoked
     */
    public void reject(long id, Optional<String> note) {
        judge(id, LabelStatus.REJECTED, Kind.REJECTED, note);
    }

    private void judge(long id, LabelStatus status, Kind action, Optional<String> note) {
        UUID deed = UUID.randomUUID();
        database.inTransaction(handle -> {
            judge(handle, deed, id, status, action, note, user);
            return null;
        });
    }

    private static void judge(Handle handle, UUID deed, long id, LabelStatus status, Kind action, Optional<String> note, String user) {
        if (setStatus(handle, id, status) == 0) {
            throw new IllegalArgumentException("label version " + id + " is revoked; only one that is computed anew can be judged");
        }
        record(handle, deed, id, action, Optional.empty(), note, user);
    }

    /**
     * Records within a transaction whether the version was found good or bad.
     *
     * @param deed of the action that it is part of
     * @throws IllegalArgumentException if it is revoked
     */
    public static void judge(Handle handle, UUID deed, long id, boolean good, Optional<String> note, String user) {
        judge(handle, deed, id, good ? LabelStatus.APPROVED : LabelStatus.REJECTED, good ? Kind.APPROVED : Kind.REJECTED, note, user);
    }

    private static int setStatus(Handle handle, long id, LabelStatus status) {
        return handle.createUpdate("UPDATE label_version SET status = :status WHERE id = :id AND status <> 'REVOKED'")
                .bind("status", status)
                .bind("id", id)
                .execute();
    }

    /**
     * Gives the version a name.
     *
     * @param move take the name from another version that has it
     * @throws NameTakenException if another version has it and it is not to be moved
     * @throws IllegalArgumentException if {@link LabelName} has no such name
     */
    public void tag(long id, String name, boolean move) {
        LabelName.require("a tag", name);
        UUID deed = UUID.randomUUID();
        database.inTransaction(handle -> {
            Optional<Long> holder = holder(handle, name);
            if (holder.isPresent() && holder.get() != id) {
                if (!move) {
                    throw new NameTakenException("tag", name);
                }
                record(handle, deed, holder.get(), Kind.UNTAGGED, Optional.of(name), Optional.empty(), user);
            }
            if (holder.isEmpty() || holder.get() != id) {
                give(handle, id, name);
                record(handle, deed, id, Kind.TAGGED, Optional.of(name), Optional.empty(), user);
            }
            return null;
        });
    }

    /**
     * Takes a name from the version that has it.
     *
     * @return that version's id; empty if there is no such tag
     */
    public Optional<Long> untag(String name) {
        UUID deed = UUID.randomUUID();
        return database.inTransaction(handle -> {
            Optional<Long> holder = holder(handle, name);
            holder.ifPresent(id -> {
                take(handle, name);
                record(handle, deed, id, Kind.UNTAGGED, Optional.of(name), Optional.empty(), user);
            });
            return holder;
        });
    }

    /** What was done to the version, the oldest first. */
    public List<LabelAction> history(long id) {
        return database.with(handle -> handle.createQuery("""
                        SELECT action, tag, note, username, acted_at FROM label_action WHERE label_id = :id ORDER BY acted_at
                        """)
                .bind("id", id)
                .map(ConstructorMapper.of(LabelAction.class))
                .list());
    }

    private static Optional<Long> holder(Handle handle, String tag) {
        return handle.createQuery("SELECT label_id FROM label_tag WHERE name = :tag FOR UPDATE")
                .bind("tag", tag)
                .mapTo(Long.class)
                .findOne();
    }

    private static void give(Handle handle, long id, String tag) {
        handle.createUpdate("""
                        INSERT INTO label_tag (name, label_id) VALUES (:tag, :id)
                        ON CONFLICT (name) DO UPDATE SET label_id = excluded.label_id, tagged_at = now()
                        """)
                .bind("tag", tag)
                .bind("id", id)
                .execute();
    }

    private static void take(Handle handle, String tag) {
        handle.createUpdate("DELETE FROM label_tag WHERE name = :tag").bind("tag", tag).execute();
    }

    static void record(Handle handle, UUID deed, long id, Kind action, Optional<String> tag, Optional<String> note, String user) {
        handle.createUpdate("""
                        INSERT INTO label_action (deed, label_id, action, tag, note, username)
                        VALUES (:deed, :id, :action, :tag, :note, :user)
                        ON CONFLICT (deed, label_id) DO NOTHING
                        """)
                .bind("deed", deed)
                .bind("id", id)
                .bind("action", action)
                .bind("tag", tag)
                .bind("note", note)
                .bind("user", user)
                .execute();
    }
}
