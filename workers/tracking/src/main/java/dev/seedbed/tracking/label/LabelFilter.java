package dev.seedbed.tracking.label;

import dev.seedbed.artifact.LabelVersion;
import java.util.Optional;

/**
 * Which label versions are meant; what is empty restricts nothing.
 *
 * @param campaign made or found by trials of this campaign
 * @param dataset of the data set of this name
 * @param tag that have this tag
 */
public record LabelFilter(
        Optional<String> campaign,
        Optional<String> dataset,
        Optional<LabelVersion.Kind> kind,
        Optional<LabelStatus> status,
        Optional<String> tag) {

    /** All label versions. */
    public static LabelFilter all() {
        return new LabelFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Those that this campaign's trials made or found. */
    public static LabelFilter of(String campaign) {
        return new LabelFilter(Optional.of(campaign), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
