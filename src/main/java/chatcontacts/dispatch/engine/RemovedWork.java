package chatcontacts.dispatch.engine;

import chatcontacts.domain.outcome.Reason;
import java.util.Objects;
import java.util.Optional;

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
            Optional<PendingRequest> next = next();
            if (next.isEmpty()) {
                break;
            }
            if (left == 0) {
                return nowMs;
            }
            PendingRequest request = next.get();
            lane.requests().take(request);
            String why = "lane " + lane.name() + ", instance "
                    + request.instance().instanceId() + ": is no longer configured";
            outcomes.failed(request, lane.message(request), Reason.UNKNOWN_INSTANCE, why, nowMs);
        }
        return Long.MAX_VALUE;
    }

    private Optional<PendingRequest> next() {
        return lane.requests().queued().stream()
                .filter(instance -> !lane.serves(instance))
                .map(instance -> instance.queue().head())
                .filter(Objects::nonNull)
                .findFirst();
    }
}
