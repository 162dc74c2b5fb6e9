package chatcontacts.dispatch.engine;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.DeadLetterCause;
import chatcontacts.domain.outcome.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Is told what happens, for metrics. Called on stream threads; must not block or throw. */
public interface DispatchMetrics {

    /** What ended a lease. */
    enum LeaseEnd {
        /** A contact event told of the chat's end. */
        EVENT,
        /** The longest time of a chat was over. */
        TIME,
        /** Connect said so when it was asked. */
        RECONCILIATION,
        /** A probe was let in where the chat was thought to be. */
        PROBE
    }

    /** A request has its outcome. */
    void settled(String lane, Result result);

    /**
     * A call has its result.
     *
     * @param duration since it went out
     * @param again whether its request had been called before
     */
    void called(String lane, String instanceId, CallResult result, Duration duration, boolean again);

    /** A dead letter was written. */
    void deadLetter(DeadLetterCause cause, Instant failedAt);

    /** Leases ended. */
    void leasesEnded(String lane, LeaseEnd how, int leases);

    /** A record of the dispatch topic was skipped. */
    void skipped(String why);

    /** How the lanes of a task stand; an empty list when the task was closed. */
    void standing(String task, List<LaneSnapshot> lanes);

    /** Listens to nothing. */
    DispatchMetrics SILENT = new DispatchMetrics() {
        @Override
        public void settled(String lane, Result result) {}

        @Override
        public void called(String lane, String instanceId, CallResult result, Duration duration, boolean again) {}

        @Override
        public void deadLetter(DeadLetterCause cause, Instant failedAt) {}

        @Override
        public void leasesEnded(String lane, LeaseEnd how, int leases) {}

        @Override
        public void skipped(String why) {}

        @Override
        public void standing(String task, List<LaneSnapshot> lanes) {}
    };
}
