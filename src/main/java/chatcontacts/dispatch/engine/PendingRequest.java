package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.store.RequestRow.Called;
import chatcontacts.domain.request.RequestId;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What memory holds of an open request: about eighty bytes with its place in the index, so that a million of them fit.
 * Payload and row stay in the store. Belongs to the stream thread.
 */
final class PendingRequest {

    /** By arrival. */
    static final Comparator<PendingRequest> BY_ARRIVAL = Comparator.comparingLong(entry -> entry.arrival);

    /** By priority, then by arrival. */
    static final Comparator<PendingRequest> BY_TURN =
            Comparator.<PendingRequest>comparingInt(entry -> entry.priority).thenComparing(BY_ARRIVAL);

    /** By the time of the next attempt. */
    static final Comparator<PendingRequest> BY_NEXT_ATTEMPT =
            Comparator.comparingLong(entry -> entry.called == null ? 0 : entry.called.nextAttemptAtMs());

    /** Where an open request stands. */
    enum Place {
        /** In the queue. */
        READY,
        /** Waits for its next attempt. */
        BACKING_OFF,
        /** Was refused, and lets the others probe first. */
        ASIDE,
        /** A call is out. */
        IN_FLIGHT,
        /** Has its outcome; an index that still holds it lets go when it meets it. */
        GONE
    }

    final InstanceState instance;
    final long arrival;
    final long acceptedAtMs;
    final long deadlineMs;
    final byte priority;
    private final long idHigh;
    private final long idLow;
    Place place = Place.READY;
    boolean hasRepeats;

    /** Where it stands in the {@link DeadlineHeap}. */
    int heapAt = DeadlineHeap.NOWHERE;

    /** The row of a request that was called before; else null. */
    @Nullable
    Called called;

    PendingRequest(
            InstanceState instance, RequestId id, long arrival, int priority, long acceptedAtMs, long deadlineMs) {
        this.instance = instance;
        this.idHigh = id.high();
        this.idLow = id.low();
        this.arrival = arrival;
        this.priority = (byte) priority;
        this.acceptedAtMs = acceptedAtMs;
        this.deadlineMs = deadlineMs;
    }

    RequestId id() {
        return new RequestId(idHigh, idLow);
    }

    Called calledOrNotYet() {
        return called == null ? Called.NOT_YET : called;
    }

    boolean inDoubt() {
        return called != null && called.inDoubt();
    }
}
