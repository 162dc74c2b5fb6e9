package chatcontacts.cli.input;

/** A text that does not follow its form. The message says where, never what stands there. */
final class SyntaxFault extends Exception {

    private static final long serialVersionUID = 1L;

    SyntaxFault(String message) {
        super(message);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
