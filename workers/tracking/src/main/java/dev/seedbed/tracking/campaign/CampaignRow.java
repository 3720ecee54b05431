package dev.seedbed.tracking.campaign;

import java.time.Instant;
import java.util.Optional;

/**
 * A campaign as it stands.
 *
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
        int trials,
        int trialsDone,
        Instant submittedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<String> error) {}
