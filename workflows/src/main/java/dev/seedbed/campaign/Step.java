package dev.seedbed.campaign;

import java.util.Optional;

/**
 * How far a campaign is after its course was advanced.
 *
 * @param ending how it ended; empty while it goes on
 * @param running trials whose turn has come and that have not ended
 */
public record Step(Optional<Ending> ending, int running) {}
