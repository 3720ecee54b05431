package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.artifact.Sha256;
import java.util.Objects;
import java.util.Optional;

/**
 * A campaign about to be recorded.
 *
 * @param name unique among all campaigns
 * @param contentSha256 names the content: the same name with another content is refused
 * @param spec the content as JSON
 * @param file the campaign file as submitted
 * @param priority from 1, the highest, to 5
 * @param course what it begins with where it can be steered
 */
public record NewCampaign(
        String name, String contentSha256, JsonNode spec, String file, String team, String user, int priority, Optional<Course> course) {

    /**
     * @param terms on which it runs
     * @param template what its trials are made from
     */
    public record Course(JsonNode terms, JsonNode template) {}

    /** A campaign whose trials are all known, of the usual priority. */
    public NewCampaign(String name, String contentSha256, JsonNode spec, String file, String team, String user) {
        this(name, contentSha256, spec, file, team, user, 3, Optional.empty());
    }

    public NewCampaign {
        Objects.requireNonNull(name, "name");
        Sha256.require(contentSha256);
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(team, "team");
        Objects.requireNonNull(user, "user");
    }
}
