package dev.seedbed.stage;

import java.util.Optional;

/**
 * A training of nothing, to try the program itself: it takes its time, tells a loss at every step and can be stopped and gone on with like
 * any other training.
 *
 * @param place in its trial, from 1
 * @param aim what its loss comes to in the end
 * @param seed tells stages apart that are otherwise the same
 */
public record Drill(int place, DrillWork work, double aim, long seed) implements StageSpec<Drilled> {

    public static final String KIND = "drill";

    public Drill {
        Ranges.atLeast("place", place, 1);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Pool pool() {
        return work.pool();
    }

    @Override
    public boolean checkpoints() {
        return true;
    }

    @Override
    public Optional<StageSpec<Drilled>> inParts(int parts) {
        return work.parts().isPresent() ? Optional.empty() : Optional.of(new Drill(place, work.inParts(parts), aim, seed));
    }

    @Override
    public Class<Drilled> resultType() {
        return Drilled.class;
    }
}
