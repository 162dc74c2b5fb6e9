package chatcontacts.dispatch.store;

import chatcontacts.domain.control.MoveTarget;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.request.Fingerprint;
import chatcontacts.domain.request.TokenWindow;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.FormerRounds;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the store knows of a request beside its payload. A request that waits and was never called has no such row. */
public sealed interface RequestRow {

    /** For times that are not known. */
    long NEVER = 0;

    /** Whether the row may be forgotten. */
    boolean isExpired(long nowMs);

    /**
     * Open, and called before. Immutable: the next state is another row.
     *
     * @param attempts calls spent on transient faults
     * @param nextAttemptAtMs not before
     * @param inFlight whether a call is in flight
     * @param cancelled whether a cancellation came while a call was in flight
     * @param times of its calls
     * @param lastFailure of the last call that has a result
     */
    record Called(
            int attempts,
            long nextAttemptAtMs,
            boolean inFlight,
            boolean cancelled,
            CallTimes times,
            LastFailure lastFailure)
            implements RequestRow {

        public static final Called NOT_YET = reopened(CallTimes.NONE);

        /** A request that is opened again: its former calls count for nothing but the window of its token and its doubt. */
        public static Called reopened(CallTimes times) {
            return new Called(0, 0, false, false, times, LastFailure.NONE);
        }

        /** The same, with what the request's own record knows of the rounds before this one. */
        public Called after(FormerRounds rounds) {
            CallTimes all = times.with(CallTimes.of(rounds));
            return new Called(attempts, nextAttemptAtMs, inFlight, cancelled, all, lastFailure);
        }

        @Override
        public boolean isExpired(long nowMs) {
            return false;
        }

        public boolean inDoubt() {
            return times.inDoubt();
        }

        /** Never call later: the deadline of the request, or the end of its token's window. */
        public long deadlineMs(Envelope envelope) {
            long asked = envelope.deadline().toEpochMilli();
            return times.firstMs() == NEVER
                    ? asked
                    : Math.min(asked, times.firstMs() + TokenWindow.MAX_BETWEEN_CALLS.toMillis());
        }

        public Called issued(long nowMs) {
            return new Called(attempts, 0, true, cancelled, times.issued(nowMs), lastFailure);
        }

        /** After a call that started no chat. */
        public Called failed(String errorCode, Optional<String> awsRequestId) {
            return new Called(
                    attempts, 0, false, cancelled, times, new LastFailure(Optional.of(errorCode), awsRequestId));
        }

        public Called doubted() {
            return new Called(attempts, nextAttemptAtMs, false, cancelled, times.doubted(), lastFailure);
        }

        public Called spent() {
            return new Called(attempts + 1, nextAttemptAtMs, inFlight, cancelled, times, lastFailure);
        }

        public Called notBefore(long atMs) {
            return new Called(attempts, atMs, inFlight, cancelled, times, lastFailure);
        }

        public Called withCancellation() {
            return new Called(attempts, nextAttemptAtMs, inFlight, true, times, lastFailure);
        }
    }

    /**
     * When a request was called.
     *
     * @param firstMs when the first call went out, {@link #NEVER} before
     * @param lastMs when the last one did
     * @param doubtSinceMs when the first call went out that was never answered, or {@link #NEVER}
     */
    record CallTimes(long firstMs, long lastMs, long doubtSinceMs) {

        public static final CallTimes NONE = new CallTimes(NEVER, NEVER, NEVER);

        /** Of former rounds: a doubt of which no call is known may be as old as the request. */
        static CallTimes of(FormerRounds rounds) {
            Instant oldest = rounds.firstCallAt().orElse(rounds.firstSeen());
            long doubtSinceMs = rounds.maybeStarted() ? oldest.toEpochMilli() : NEVER;
            return new CallTimes(
                    rounds.firstCallAt().map(Instant::toEpochMilli).orElse(doubtSinceMs), NEVER, doubtSinceMs);
        }

        CallTimes with(CallTimes other) {
            return new CallTimes(
                    earlier(firstMs, other.firstMs),
                    Math.max(lastMs, other.lastMs),
                    earlier(doubtSinceMs, other.doubtSinceMs));
        }

        private static long earlier(long oneMs, long otherMs) {
            return oneMs == NEVER || otherMs == NEVER ? Math.max(oneMs, otherMs) : Math.min(oneMs, otherMs);
        }

        public boolean inDoubt() {
            return doubtSinceMs != NEVER;
        }

        CallTimes issued(long nowMs) {
            return new CallTimes(firstMs == NEVER ? nowMs : firstMs, nowMs, doubtSinceMs);
        }

        CallTimes doubted() {
            return inDoubt() ? this : new CallTimes(firstMs, lastMs, lastMs);
        }
    }

    /** What the last call that has a result, and started no chat, was told. */
    record LastFailure(Optional<String> errorCode, Optional<String> awsRequestId) {
        public static final LastFailure NONE = new LastFailure(Optional.empty(), Optional.empty());
    }

    /**
     * Has its outcome, and answers duplicates with it until it expires.
     *
     * @param redriveCount of the record that was settled: a higher one reopens a failure
     * @param cancelled whether a cancellation came after the failure: it stands against the next redrive
     */
    record Settled(
            Fingerprint fingerprint,
            int redriveCount,
            int attempts,
            Outcome outcome,
            long settledAtMs,
            long expiresAtMs,
            long firstCallAtMs,
            long doubtSinceMs,
            boolean cancelled)
            implements RequestRow {

        /** Of a request with that envelope. One that failed in doubt is kept until its token stands for no chat any more. */
        public static Settled of(
                Envelope envelope, Outcome outcome, int attempts, CallTimes calls, long nowMs, Duration retention) {
            long expiresAtMs = nowMs + retention.toMillis();
            if (outcome instanceof Outcome.Failed && calls.inDoubt()) {
                expiresAtMs = Math.max(expiresAtMs, calls.firstMs() + TokenWindow.LENGTH.toMillis());
            }
            return new Settled(
                    envelope.fingerprint(),
                    envelope.redriveCount(),
                    attempts,
                    outcome,
                    nowMs,
                    expiresAtMs,
                    calls.firstMs(),
                    calls.doubtSinceMs(),
                    false);
        }

        public Settled withCancellation() {
            return new Settled(
                    fingerprint,
                    redriveCount,
                    attempts,
                    outcome,
                    settledAtMs,
                    expiresAtMs,
                    firstCallAtMs,
                    doubtSinceMs,
                    true);
        }

        @Override
        public boolean isExpired(long nowMs) {
            return expiresAtMs <= nowMs;
        }

        /** The same outcome; what opens the chat is no longer kept. */
        public Settled withoutCredentials() {
            return outcome instanceof Outcome.Started started
                    ? new Settled(
                            fingerprint,
                            redriveCount,
                            attempts,
                            new Outcome.Started(started.contact().withCredentials(ParticipantCredentials.REMOVED)),
                            settledAtMs,
                            expiresAtMs,
                            firstCallAtMs,
                            doubtSinceMs,
                            cancelled)
                    : this;
        }

        /** The same request, opened again. */
        public Called reopened() {
            return Called.reopened(new CallTimes(firstCallAtMs, NEVER, doubtSinceMs));
        }
    }

    /**
     * An operator moved it. The row stays behind, and sends after it what comes for it later.
     *
     * @param target where it went
     * @param contactFlowId the flow that it enters there instead of its own
     */
    record Moved(
            Fingerprint fingerprint,
            MoveTarget target,
            Optional<String> contactFlowId,
            long movedAtMs,
            long expiresAtMs)
            implements RequestRow {
        @Override
        public boolean isExpired(long nowMs) {
            return expiresAtMs <= nowMs;
        }
    }

    /** Cancelled before it came. */
    record CancelledAhead(long expiresAtMs) implements RequestRow {
        @Override
        public boolean isExpired(long nowMs) {
            return expiresAtMs <= nowMs;
        }
    }
}
