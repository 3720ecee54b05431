package dev.seedbed.tracking;

/** A name that stands for something already was given to something else; nothing was changed. */
public final class NameTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param what is named: {@code campaign}, {@code data set}, {@code label version}
     * @param name the name
     */
    public NameTakenException(String what, String name) {
        super("the " + what + " " + name + " exists already with another content; choose another name");
    }

    /**
     * The content is the same, what is said of it is not.
     *
     * @param said of what: {@code supervision}
     * @param known what was said of it first
     * @param given what is said of it now
     */
    public NameTakenException(String what, String name, String said, String known, String given) {
        super("the " + what + " " + name + " exists already with " + said + " " + known + ", not " + given
                + "; say the same again, or choose another name");
    }
}
