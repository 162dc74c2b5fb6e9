package chatcontacts.cli.console;

/** The exit codes of every command: part of the contract with scripts. */
public final class ExitCode {

    /** Success. */
    public static final int OK = 0;

    /** Internal error: a bug or an unexpected failure. */
    public static final int INTERNAL = 1;

    /** Wrong usage, invalid settings, or an invalid request. */
    public static final int USAGE = 2;

    /** The request ended as FAILED, or the service refused the command. */
    public static final int FAILED = 3;

    /** No outcome came in time. */
    public static final int TIMED_OUT = 4;

    /** Something could not be reached, denied access, or is full or missing: a topic, standard output. */
    public static final int UNREACHABLE = 5;

    private ExitCode() {}
}
