package chatcontacts.dispatch.store;

import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.request.Fingerprint;
import java.util.Optional;

/** What the store knows of a request beside its payload. A request that waits and was never called has no such row. */
public sealed interface RequestRow {

    /** For times that are not known. */
    long NEVER = 0;

    /**
     * Open, and called before. Immutable: the next state is another row.
     *
     * @param attempts calls spent on transient faults
     * @param nextAttemptAtMs not before
     * @param inFlight whether a call is out
     * @param doubtSinceMs when the first call went out that was never answered, or {@link #NEVER}
     * @param cancelled whether a cancellation came while a call was out
     * @param firstCallAtMs when the first call went out, {@link #NEVER} before
     * @param lastCallAtMs when the last one did
     * @param errorCode of the last answer that was no start
     * @param awsRequestId of the last answer
     */
    record Called(
            int attempts,
            long nextAttemptAtMs,
            boolean inFlight,
            long doubtSinceMs,
            boolean cancelled,
            long firstCallAtMs,
            long lastCallAtMs,
            Optional<String> errorCode,
            Optional<String> awsRequestId)
            implements RequestRow {

        public static final Called NOT_YET =
                new Called(0, 0, false, NEVER, false, NEVER, NEVER, Optional.empty(), Optional.empty());

        public boolean inDoubt() {
            return doubtSinceMs != NEVER;
        }

        public Called issued(long nowMs) {
            long first = firstCallAtMs == NEVER ? nowMs : firstCallAtMs;
            return new Called(attempts, 0, true, doubtSinceMs, cancelled, first, nowMs, errorCode, awsRequestId);
        }

        /** After an answer that was no start. */
        public Called answered(String code, Optional<String> requestId) {
            return new Called(
                    attempts,
                    0,
                    false,
                    doubtSinceMs,
                    cancelled,
                    firstCallAtMs,
                    lastCallAtMs,
                    Optional.of(code),
                    requestId);
        }

        public Called doubted() {
            long since = inDoubt() ? doubtSinceMs : lastCallAtMs;
            return new Called(
                    attempts,
                    nextAttemptAtMs,
                    false,
                    since,
                    cancelled,
                    firstCallAtMs,
                    lastCallAtMs,
                    errorCode,
                    awsRequestId);
        }

        public Called spent() {
            return new Called(
                    attempts + 1,
                    nextAttemptAtMs,
                    inFlight,
                    doubtSinceMs,
                    cancelled,
                    firstCallAtMs,
                    lastCallAtMs,
                    errorCode,
                    awsRequestId);
        }

        public Called notBefore(long atMs) {
            return new Called(
                    attempts,
                    atMs,
                    inFlight,
                    doubtSinceMs,
                    cancelled,
                    firstCallAtMs,
                    lastCallAtMs,
                    errorCode,
                    awsRequestId);
        }

        public Called withCancellation() {
            return new Called(
                    attempts,
                    nextAttemptAtMs,
                    inFlight,
                    doubtSinceMs,
                    true,
                    firstCallAtMs,
                    lastCallAtMs,
                    errorCode,
                    awsRequestId);
        }
    }

    /**
     * Has its outcome, and answers repeats with it until it expires.
     *
     * @param redriveCount of the record that was settled: a higher one reopens a failure
     */
    record Settled(
            Fingerprint fingerprint,
            int redriveCount,
            int attempts,
            Outcome outcome,
            long settledAtMs,
            long expiresAtMs,
            long firstCallAtMs,
            long doubtSinceMs)
            implements RequestRow {}

    /** Cancelled before it came. */
    record CancelledAhead(long expiresAtMs) implements RequestRow {}
}
