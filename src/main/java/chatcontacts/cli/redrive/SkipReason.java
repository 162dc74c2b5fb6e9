package chatcontacts.cli.redrive;

/** Why a selected dead letter is skipped and not sent again. */
public enum SkipReason {
    /** Its token may have left Connect's window: a call could start a second chat. */
    PAST_WINDOW("too old: Connect may have forgotten the client token", true),
    /** Not from the request topic, as far as its headers say. */
    NOT_A_REQUEST("not from the request topic", true),
    /** The dead letter does not hold the whole original, or the request topic does not take it. */
    TOO_LARGE("too large to send again", true),
    /** Its headers cannot be understood: a reason or a count that this release does not know. */
    UNREADABLE("headers that this release does not know", true),
    /** It was sent again as often as is allowed. */
    TOO_OFTEN("redriven too often (--max-redrives)", true),
    /** Of a reason that must be named, or in doubt without UNCERTAIN named. */
    NOT_NAMED("only if named by --reason", false),
    /** It would only expire again. */
    START_BY_PASSED("its startBy has passed (--start-by gives a new one)", false);

    private final String words;
    private final boolean listed;

    SkipReason(String words, boolean listed) {
        this.words = words;
        this.listed = listed;
    }

    /** For people. */
    public String text() {
        return words;
    }

    /** Whether people need to know which they are: nothing that they ask for here will send these. */
    public boolean isListed() {
        return listed;
    }
}
