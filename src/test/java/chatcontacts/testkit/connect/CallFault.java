package chatcontacts.testkit.connect;

import java.time.Duration;

/** A fault of one call, in addition to the response of the model. */
public sealed interface CallFault {

    /** The connection is reset before Connect has seen the call: no contact. */
    record CutBefore() implements CallFault {}

    /** The connection is reset after Connect has done its work: the contact may exist, the answer never comes. */
    record CutAfter() implements CallFault {}

    /** Processed; the answer's head and half of its body arrive, then the connection is closed. */
    record Truncated() implements CallFault {}

    /** Processed; the answer comes later than usual by that time, meant to be beyond the client's time-out. */
    record Late(Duration by) implements CallFault {}

    /** Not processed; answered with that error. */
    record Instead(ConnectError error) implements CallFault {}

    /** Processed, and still answered with that error: the contact may exist. */
    record After(ConnectError error) implements CallFault {}
}
