package chatcontacts.dispatch.engine;

import java.time.Duration;

/**
 * A call that has no result yet.
 *
 * @param number tells it from every other call of the lane, in the order in which they went out
 * @param issuedAtMs when it went out
 * @param probes what it tests
 * @param flowId the flow that it asked for
 * @param chatDuration how long the chat lasts
 */
record CallInFlight(
        PendingRequest request, long number, long issuedAtMs, Probes probes, String flowId, Duration chatDuration) {

    /**
     * What a call tests beside starting its chat.
     *
     * @param ofBreaker whether it is the probe of the lane's circuit breaker
     * @param ofLimit whether it goes beyond a hold or the concurrency limit of its instance
     * @param ofAccess whether it is the probe of an instance that denied access
     * @param ofInstance whether it is the probe of an instance whose calls got no useful answers
     * @param anticipates whether it goes for a slot that one more chat may have freed without being seen to end yet
     * @param testedLease the chat whose lease ends if this call succeeds, or empty
     */
    record Probes(
            boolean ofBreaker,
            boolean ofLimit,
            boolean ofAccess,
            boolean ofInstance,
            boolean anticipates,
            String testedLease) {
        boolean testsLease() {
            return !testedLease.isEmpty();
        }
    }

    InstanceState instance() {
        return request.instance();
    }
}
