package chatcontacts.dispatch.engine;

import chatcontacts.domain.request.RequestId;
import java.util.HashSet;
import java.util.Set;

/**
 * Answers of a lane without any use that came in a row, and what they say: a fault of single requests, or an outage of the lane.
 * Belongs to the stream thread.
 */
final class FailureStreak {

    /** That many different requests mean that the lane is out. */
    private static final int REQUESTS = 5;

    /** That many answers, to two requests at least, mean that it seems so. */
    private static final int ANSWERS = 5;

    private final Set<RequestId> requests = new HashSet<>();
    private int answers;

    void add(RequestId id) {
        requests.add(id);
        answers++;
    }

    /** An answer was of use. */
    void end() {
        requests.clear();
        answers = 0;
    }

    /** Whether the lane is out. */
    boolean isOutage() {
        return requests.size() >= REQUESTS;
    }

    /**
     * Whether the lane may be out though too few requests are open to be sure. They may as well be requests that always fail, so
     * nobody else is to be held back.
     */
    boolean seemsOutage() {
        return requests.size() > 1 && answers >= ANSWERS;
    }

    /** How often each of the requests failed on average since it seemed so. */
    int rounds() {
        return Math.max(0, answers - ANSWERS) / Math.max(1, requests.size());
    }
}
