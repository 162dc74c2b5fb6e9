package chatcontacts.app.control;

/** A command over HTTP breaks a rule. */
final class InvalidCommandException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidCommandException(String problem) {
        super(problem);
    }
}
