package chatcontacts.cli.submit.input;

/** Limits of input: far above any valid request, low enough for memory and stack. */
final class InputLimits {

    /** Of one document, line or file, in bytes: the size of the largest record that the service carries. */
    static final int BYTES = 2 * 1024 * 1024;

    /** Nested objects and lists. The deepest valid request has 24. */
    static final int DEPTH = 100;

    /** Values in one document after its aliases are replaced. */
    static final int VALUES = 100_000;

    private InputLimits() {}
}
