package chatcontacts.http;

import java.util.Map;

/** Passes commands on to their lanes. Called on threads of the HTTP server, also concurrently; waits for an answer, within bounds. */
public interface ControlSource {

    /** What became of a command. */
    sealed interface ControlAnswer {

        /** It was done, or, in a dry run, would be. */
        record CommandDone(Map<String, ?> entry) implements ControlAnswer {}

        /** The owner of the lane refused it. */
        record CommandRefused(Map<String, ?> entry) implements ControlAnswer {}

        /** It is on its way or at work; the log of commands tells the rest by its id. */
        record CommandPending(Map<String, ?> entry) implements ControlAnswer {}

        /** It breaks the rules, and was not sent. */
        record CommandInvalid(String problem) implements ControlAnswer {}

        /** It was not sent, or nobody can say whether it was. */
        record ControlUnavailable(String reason) implements ControlAnswer {}
    }

    /** Gives a command. */
    ControlAnswer give(ControlTerms terms);
}
