package chatcontacts.cli.submit.input;

/** How much may be written. Far more than any request that the rules allow, and little enough for memory and stack. */
final class InputLimits {

    /** Of one document, line or file, in bytes: as large as the largest record that the service carries. */
    static final int BYTES = 2 * 1024 * 1024;

    /** Objects and lists in one another. The deepest request that the rules allow has 24. */
    static final int DEPTH = 100;

    /** Values in one document once its aliases are replaced by what they stand for. */
    static final int VALUES = 100_000;

    private InputLimits() {}
}
