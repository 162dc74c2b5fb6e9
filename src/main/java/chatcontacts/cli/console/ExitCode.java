package chatcontacts.cli.console;

/** The exit codes of every command: part of the contract with scripts. */
public final class ExitCode {

    /** Done. */
    public static final int OK = 0;

    /** A bug, or something that nobody foresaw. */
    public static final int INTERNAL = 1;

    /** Wrong usage or settings, or a request that breaks a rule. */
    public static final int USAGE = 2;

    /** The request ended as FAILED. */
    public static final int FAILED = 3;

    /** No outcome came in time. */
    public static final int TIMED_OUT = 4;

    /** Something outside could not be reached, denies access, or takes no more: also a missing topic, or standard output. */
    public static final int UNREACHABLE = 5;

    private ExitCode() {}
}
