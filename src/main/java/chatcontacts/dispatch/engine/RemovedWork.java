package chatcontacts.dispatch.engine;

import chatcontacts.domain.outcome.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Settles the waiting requests of lanes and instances that are not in the settings any more, a bounded number in each step, where
 * the settings say so; else they wait until they are back, or until their deadlines.
 */
final class RemovedWork {

    private static final int MAX_A_STEP = 500;

    private final Lane lane;
    private final OutcomeRecorder outcomes;
    private final boolean settles;

    RemovedWork(Lane lane, OutcomeRecorder outcomes, boolean settles) {
        this.lane = lane;
        this.outcomes = outcomes;
        this.settles = settles;
    }

    /** Settles what is ready. Returns when there is more. */
    long settle(long nowMs) {
        for (int left = MAX_A_STEP; settles; left--) {
            PendingRequest request = next();
            if (request == null) {
                break;
            }
            if (left == 0) {
                return nowMs;
            }
            lane.requests().take(request);
            String why = "lane " + lane.name() + ", instance "
                    + request.instance().instanceId() + ": is no longer configured";
            outcomes.failed(request, lane.message(request), Reason.UNKNOWN_INSTANCE, why, nowMs);
        }
        return Long.MAX_VALUE;
    }

    private @Nullable PendingRequest next() {
        for (InstanceState instance : lane.requests().queued()) {
            PendingRequest head =
                    lane.serves(instance) ? null : instance.queue().head();
            if (head != null) {
                return head;
            }
        }
        return null;
    }
}
