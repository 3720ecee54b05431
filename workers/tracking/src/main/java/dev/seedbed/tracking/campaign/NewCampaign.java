package dev.seedbed.tracking.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.artifact.Sha256;
import java.util.Objects;

/**
 * A campaign about to be recorded.
 *
 * @param name unique among all campaigns
 * @param contentSha256 names the content: the same name with another content is refused
 * @param spec the content as JSON
 * @param file the campaign file as submitted
 */
public record NewCampaign(String name, String contentSha256, JsonNode spec, String file, String team, String user) {

    public NewCampaign {
        Objects.requireNonNull(name, "name");
        Sha256.require(contentSha256);
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(team, "team");
        Objects.requireNonNull(user, "user");
    }
}
