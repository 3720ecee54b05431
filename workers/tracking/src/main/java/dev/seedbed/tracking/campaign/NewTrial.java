package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * A trial about to be recorded.
 *
 * @param number within its campaign, from 1
 * @param settings as the campaign file asks for them
 * @param input all that its course depends on, complete
 */
public record NewTrial(int number, String name, long seed, JsonNode settings, JsonNode input) {

    public NewTrial {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(input, "input");
        if (number < 1) {
            throw new IllegalArgumentException("trials are numbered from 1, not " + number);
        }
    }
}
