package chatcontacts.dispatch.engine;

import chatcontacts.domain.request.RequestId;
import java.util.HashSet;
import java.util.Set;

/**
 * Calls of a lane or of an instance without a useful answer in a row, and what they say: a fault of single requests, or an outage of the lane.
 * Belongs to the stream thread.
 */
final class FailureStreak {

    /** That many different requests mean an outage: of the lane, if they are of several instances. */
    private static final int MIN_REQUESTS = 5;

    /** That many failures, of two requests at least, mean that it seems so. */
    private static final int MIN_FAILURES = 5;

    private final Set<RequestId> requests = new HashSet<>();
    private final Set<String> instances = new HashSet<>();
    private int failures;

    void add(RequestId id, String instanceId) {
        requests.add(id);
        instances.add(instanceId);
        failures++;
    }

    /** A call got a useful answer. */
    void end() {
        requests.clear();
        instances.clear();
        failures = 0;
    }

    /** Whether so many different requests failed that it is not their own fault. */
    boolean isOutage() {
        return requests.size() >= MIN_REQUESTS;
    }

    /** Whether they are of several instances. */
    boolean isOfSeveralInstances() {
        return instances.size() > 1;
    }

    /**
     * Whether the lane may have an outage though too few requests are open to be sure. They may as well be requests that always fail, so
     * nobody else is to be held back.
     */
    boolean seemsOutage() {
        return requests.size() > 1 && failures >= MIN_FAILURES;
    }

    /** How often each of the requests failed on average since it seemed so. */
    int rounds() {
        return Math.max(0, failures - MIN_FAILURES) / Math.max(1, requests.size());
    }
}
