package dev.seedbed.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seedbed.method.DatasetCard;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that a trial's course depends on, fixed at submission.
 *
 * @param settings the method's settings, complete, weights named by content
 * @param executorVersions version of every stage kind's executor; a replay after an upgrade computes the same keys
 * @param course what may stop it or change a stage of it; empty: {@link TrialCourse#plain}
 */
public record TrialInput(
        long trialId,
        String method,
        DatasetCard dataset,
        ObjectNode settings,
        long seed,
        Map<String, String> executorVersions,
        Optional<TrialCourse> course) {

    public TrialInput {
        Objects.requireNonNull(method, "method");
        executorVersions = java.util.Collections.unmodifiableMap(new TreeMap<>(executorVersions));
        course = course.filter(own -> !own.equals(TrialCourse.plain()));
    }

    /** A trial that nothing stops or changes. */
    public TrialInput(
            long trialId, String method, DatasetCard dataset, ObjectNode settings, long seed, Map<String, String> executorVersions) {
        this(trialId, method, dataset, settings, seed, executorVersions, Optional.empty());
    }

    /** The same for the trial's own row; what is recorded of it was made before the row. */
    public TrialInput of(long trialId) {
        return new TrialInput(trialId, method, dataset, settings, seed, executorVersions, course);
    }
}
