package chatcontacts.local;

import java.time.Duration;

/** What may go wrong with one call on top of what the model answers. */
public sealed interface Fault {

    /** The connection is reset before Connect has seen the call: no contact. */
    record CutBefore() implements Fault {}

    /** The connection is reset after Connect has done its work: the contact may exist, the answer never comes. */
    record CutAfter() implements Fault {}

    /** Processed; the answer's head and half of its body arrive, then the connection is closed. */
    record Truncated() implements Fault {}

    /** Processed; the answer comes later than usual by that time, meant to be beyond the client's time-out. */
    record Late(Duration by) implements Fault {}

    /** Not processed; answered with that error. */
    record Instead(ConnectError error) implements Fault {}

    /** Processed, and still answered with that error: the contact may exist. */
    record After(ConnectError error) implements Fault {}
}
