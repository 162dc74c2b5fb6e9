package chatcontacts.testkit.load;

import chatcontacts.ChatRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One record that is about to be sent to the request topic, and what may become of it.
 *
 * @param kind why it is as it is
 * @param key null for none
 * @param request null where the record is no request
 * @param bytes the value where it is no request; null there: no value
 * @param cancelled whether a cancellation follows
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that are only handed on
public record RequestDraft(
        Kind kind, @Nullable String key, @Nullable ChatRequest request, byte @Nullable [] bytes, boolean cancelled) {

    /** The kinds of records, each with the outcomes that are right for it: STARTED or a failure's reason. */
    public enum Kind {
        /** As most are. */
        PLAIN("STARTED"),
        /** Sent before, with the same token and content. */
        REPEATED("STARTED"),
        /** Without a token. */
        TOKENLESS("STARTED"),
        /** May not wait for long. */
        HASTY("STARTED", "EXPIRED", "UNCERTAIN"),
        /** Cancelled at once. */
        CANCELLED("STARTED", "CANCELLED", "UNCERTAIN"),
        /** With a token that was used for something else. */
        TOKEN_REUSED("TOKEN_REUSED"),
        /** Breaks one of Connect's rules. */
        INVALID("INVALID"),
        /** For a flow that Connect does not know; its refusal may be lost on the way. */
        FLOW_UNKNOWN("REJECTED", "UNCERTAIN"),
        /** Not Avro, or of a schema that nobody knows. */
        GARBAGE("MALFORMED"),
        /** Without a value. */
        EMPTY("MALFORMED");

        @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
        private final Set<String> outcomes;

        Kind(String... outcomes) {
            this.outcomes = Set.of(outcomes);
        }

        boolean allows(String outcome) {
            return outcomes.contains(outcome);
        }
    }

    static RequestDraft of(Kind kind, String key, ChatRequest request) {
        return new RequestDraft(kind, key, request, null, kind == Kind.CANCELLED);
    }

    static RequestDraft noRequest(Kind kind, @Nullable String key, byte @Nullable [] bytes) {
        return new RequestDraft(kind, key, null, bytes, false);
    }

    /** Prints nothing of the customer's. */
    @Override
    public String toString() {
        return "RequestDraft[" + kind + "]";
    }
}
