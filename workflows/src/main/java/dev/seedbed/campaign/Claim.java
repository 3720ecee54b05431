package dev.seedbed.campaign;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a paper claims, as figures of a campaign's trials and the order in which they stand: a claim in miniature, to be tried on any data
 * set.
 *
 * @param says the claim, in a sentence
 * @param source the paper and where in it
 * @param rows what is compared, by name
 * @param ascending names of rows, each list from the lowest figure to the highest as the paper has them
 */
public record Claim(String says, String source, Map<String, Row> rows, List<List<String>> ascending) {

    public Claim {
        Objects.requireNonNull(says, "says");
        Objects.requireNonNull(source, "source");
        rows = Collections.unmodifiableMap(new TreeMap<>(rows));
        ascending = ascending.stream().map(List::copyOf).toList();
        if (ascending.isEmpty()) {
            throw new IllegalArgumentException("ascending must name at least one order of rows");
        }
        for (List<String> order : ascending) {
            if (order.size() < 2) {
                throw new IllegalArgumentException("an order has at least two rows, unlike " + order);
            }
            for (String name : order) {
                if (!rows.containsKey(name)) {
                    throw new IllegalArgumentException("ascending names " + name + ", but the rows are " + rows.keySet());
                }
            }
        }
    }

    /**
     * A row.
     *
     * @param variant the campaign's variant whose trials are meant
     * @param figure a figure of their outcomes, such as {@code segmenter.val.miou}
     * @param paper what the paper reports, on the same scale; empty where it gives no figure
     */
    public record Row(String variant, String figure, OptionalDouble paper) {

        public Row {
            Objects.requireNonNull(variant, "variant");
            Objects.requireNonNull(figure, "figure");
        }
    }
}
