package chatcontacts.cli.redrive;

/** A redrive cannot continue. What was already sent is remembered. */
public final class RedriveException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Obstacle obstacle;

    /** What is in the way. */
    public enum Obstacle {
        /** The registry does not say what a value is: another time it may. */
        REGISTRY,
        /** The topic or the group is not what a redrive needs. */
        SETUP
    }

    RedriveException(Obstacle obstacle, String message, Throwable cause) {
        super(message, cause);
        this.obstacle = obstacle;
    }

    RedriveException(Obstacle obstacle, String message) {
        super(message);
        this.obstacle = obstacle;
    }

    public Obstacle obstacle() {
        return obstacle;
    }
}
