package dev.seedbed.tracking.label;

/** Label versions. */
public final class LabelStore {

    /** The origin of label versions that no stage made. */
    public static final String IMPORT = "import";

    private LabelStore() {}
}
