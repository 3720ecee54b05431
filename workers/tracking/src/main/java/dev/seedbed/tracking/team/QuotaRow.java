package dev.seedbed.tracking.team;

import java.util.Optional;

/**
 * A team's weight and one of its quotas.
 *
 * @param weight its share of device time beside other teams' weights; 1 unless set
 * @param period absent, as are the others, where the team has a weight alone
 * @param seconds of the GPU pool that it may use in the period
 * @param used of these, so far
 */
public record QuotaRow(String team, double weight, Optional<Period> period, Optional<Double> seconds, Optional<Double> used) {}
