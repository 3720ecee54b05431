package dev.seedbed.stage;

import java.util.Objects;

/**
 * Where a trial stands beside others when it asks for a slot.
 *
 * @param priority from 1, the highest, to 5
 * @param team whose share of device time counts
 * @param weight of the team, positive
 */
public record Standing(int priority, String team, double weight) {

    public Standing {
        Objects.requireNonNull(team, "team");
        Ranges.within("priority", priority, 1, 5);
        if (!(weight > 0)) {
            throw new IllegalArgumentException("weight must be above 0, not " + weight);
        }
    }
}
