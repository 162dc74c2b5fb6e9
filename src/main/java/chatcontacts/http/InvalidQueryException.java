package chatcontacts.http;

/** The query string of a request is invalid; the message says why. */
final class InvalidQueryException extends Exception {

    private static final long serialVersionUID = 1;

    InvalidQueryException(String problem) {
        super(problem);
    }
}
