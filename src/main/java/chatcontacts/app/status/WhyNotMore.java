package chatcontacts.app.status;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceHold;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.OverrideKind;
import chatcontacts.dispatch.engine.LaneSnapshot.OverrideSnapshot;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.admission.LimitSource;

/** One sentence on why an instance does not start more chats: the first of all limits that stands in its way. */
final class WhyNotMore {

    private WhyNotMore() {}

    static String sentence(LaneSnapshot lane, InstanceSnapshot it, LimitSource quotaSource, boolean hasOwnRate) {
        int limit = Math.min(it.quota(), it.concurrencyLimit());
        if (it.waiting() == 0) {
            return "Nothing waits for it.";
        }
        if (it.hold() == InstanceHold.REMOVED) {
            return "It is not in the settings any more, and unlisted instances are rejected.";
        }
        for (OverrideSnapshot override : lane.overrides()) {
            boolean pauses = override.kind() == OverrideKind.PAUSE || override.kind() == OverrideKind.DRAIN;
            if (pauses
                    && (override.instanceId().isEmpty() || override.instanceId().equals(it.instanceId()))) {
                return "An operator paused " + (override.instanceId().isEmpty() ? "its lane." : "it.");
            }
        }
        if (lane.hold() != LaneCircuitBreaker.HoldCause.NONE) {
            return switch (lane.hold()) {
                case OUTAGE -> "Amazon Connect does not answer its lane; only probes are sent.";
                case CREDENTIALS -> "AWS does not accept the credentials of its lane; only probes are sent.";
                case NONE -> throw new IllegalStateException("not held");
            };
        }
        if (it.hold() == InstanceHold.ACCESS_DENIED) {
            return "AWS denies access to it; only probes are sent.";
        }
        if (it.hold() == InstanceHold.FAILING) {
            return "Its calls get no useful answers from Amazon Connect; only probes are sent.";
        }
        if (it.hold() == InstanceHold.FULL) {
            return "Amazon Connect found its quota full; only probes are sent until a chat is seen to end.";
        }
        if (it.backingOff() == it.waiting()) {
            return "All its waiting requests back off until their next attempt.";
        }
        if (it.used() >= limit && limit == it.quota()) {
            return "All " + limit + " slots of its quota (" + quotaSource.inWords() + ") are taken.";
        }
        if (it.used() >= limit && !it.chatEndsVisible()) {
            return "As many of its calls are in flight as found room before, " + limit
                    + ": ends of its chats are not seen, so others are not counted.";
        }
        if (it.used() >= limit) {
            return "All " + limit + " slots that it was found to have are taken; its quota is " + it.quota() + " ("
                    + quotaSource.inWords() + "), others use the rest.";
        }
        if (lane.inFlight() >= lane.inFlightMax()) {
            return "Its lane has as many calls in flight as in.flight.max allows, " + lane.inFlightMax() + ".";
        }
        return hasOwnRate
                ? "It starts as fast as its own rate and the rate of its lane allow."
                : "It starts as fast as the rate of its lane allows.";
    }
}
