package chatcontacts.cli.submit.input;

/** A text that does not follow its form. The message says where, never what stands there. */
final class InputSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    InputSyntaxException(String message) {
        super(message);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
