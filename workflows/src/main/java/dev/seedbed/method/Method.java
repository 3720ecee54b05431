package dev.seedbed.method;

import java.util.List;
import java.util.Set;

/**
 * A method: plain, deterministic code over {@link Stages}. It runs inside a workflow, so it reads no clock, draws nothing at random
 * and touches nothing but its arguments.
 *
 * @param <S> its settings, a record that checks its ranges
 */
public interface Method<S extends Record> {

    /** How campaign files name it. */
    String name();

    /** Its settings where a campaign file says nothing. */
    S defaults();

    /** The class of its settings. */
    @SuppressWarnings("unchecked")
    default Class<S> settingsType() {
        return (Class<S>) defaults().getClass();
    }

    /**
     * What keeps the method from running on a data set with these settings, in the user's words; empty when nothing does. Asked at
     * submission, before anything is computed.
     */
    List<String> objections(DatasetCard dataset, S settings);

    /** The names of imported arrays that it starts from with these settings; a trial is given no others. */
    default Set<String> arrays(S settings) {
        return Set.of();
    }

    /** Runs the method. */
    Outcome run(Trial<S> trial, Stages stages);
}
