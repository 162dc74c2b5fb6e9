package chatcontacts.cli.submit.input;

/** A text that breaks the syntax of its form. The message says where, and never quotes the text. */
final class InputSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    InputSyntaxException(String message) {
        super(message);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
