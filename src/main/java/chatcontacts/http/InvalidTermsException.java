package chatcontacts.http;

/** The body of a command is not what it must be. */
final class InvalidTermsException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidTermsException(String problem) {
        super(problem);
    }
}
