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
}
