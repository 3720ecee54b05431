package dev.seedbed.tracking.campaign;

import java.time.Instant;
import java.util.Optional;

/**
 * A campaign as it stands.
 *
 * @param priority from 1, the highest, to 5
 * @param steerable whether it was submitted since campaigns can be steered
 * @param closed why it begins no further trial
 * @param trials how many it has
 * @param trialsDone how many of them are done
 */
public record CampaignRow(
        long id,
        String name,
        String contentSha256,
        String team,
        String username,
        CampaignState state,
        int priority,
        boolean steerable,
        Optional<String> closed,
        int trials,
        int trialsDone,
        Instant submittedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<String> error) {}
