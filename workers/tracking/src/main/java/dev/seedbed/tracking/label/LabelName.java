package dev.seedbed.tracking.label;

/** What label versions are called, and all that has one of its name: tags, imports, data sets with their truth, imported arrays. */
public final class LabelName {

    private LabelName() {}

    /**
     * Makes sure that a name cannot be taken for an id.
     *
     * @param what is called so, such as {@code a tag}
     * @throws IllegalArgumentException if the name could be an id, or has other signs than letters, digits, '.', '_' and '-'
     */
    public static void require(String what, String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}") || name.matches("[0-9]+")) {
            throw new IllegalArgumentException(what
                    + " has up to 100 letters, digits, '.', '_' and '-', and not digits alone, which are an id, unlike: " + name);
        }
    }
}
