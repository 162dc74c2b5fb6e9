package chatcontacts.cli.redrive;

/** A run that cannot go on. What was sent before is remembered. */
public final class RedriveException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What is in the way. */
    public enum Kind {
        /** The registry does not say what a value is: another time it may. */
        REGISTRY,
        /** The topic or the group is not what a redrive needs. */
        SETUP
    }

    RedriveException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    RedriveException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
