package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.store.RequestRow.Called;
import chatcontacts.domain.request.RequestId;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What memory holds of an open request: about eighty bytes with its place in the index, so that a million of them fit.
 * Payload and row stay in the store. Belongs to the stream thread.
 */
final class PendingRequest {

    /** By arrival. */
    static final Comparator<PendingRequest> BY_ARRIVAL = Comparator.comparingLong(PendingRequest::arrival);

    /** By priority, then by arrival. */
    static final Comparator<PendingRequest> BY_TURN =
            Comparator.comparingInt(PendingRequest::priority).thenComparing(BY_ARRIVAL);

    /** By the time of the next attempt. */
    static final Comparator<PendingRequest> BY_NEXT_ATTEMPT =
            Comparator.comparingLong(request -> request.row().nextAttemptAtMs());

    /** Where an open request waits. */
    enum Place {
        /** In the queue. */
        READY,
        /** Waits for its next attempt. */
        BACKING_OFF,
        /** Its probe failed, and it lets the others probe first. */
        ASIDE,
        /** Does not wait: its call is in flight, or its result is being handled. */
        NOWHERE,
        /** Has its outcome; an index that still holds it lets go when it meets it. */
        GONE
    }

    private final InstanceState instance;
    private final long arrival;
    private final long acceptedAtMs;
    private final long deadlineMs;
    private final byte priority;
    private final long idHigh;
    private final long idLow;
    private Place place = Place.READY;
    private boolean hasDuplicates;

    /** Where it stands in the {@link DeadlineHeap}. */
    private int heapIndex = DeadlineHeap.NOWHERE;

    /** The row of a request that was called before; else null. */
    private @Nullable Called called;

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

    /** The same with another priority and deadline, at no place yet. */
    PendingRequest with(int otherPriority, long otherDeadlineMs) {
        PendingRequest other =
                new PendingRequest(instance, id(), arrival, otherPriority, acceptedAtMs, otherDeadlineMs);
        other.hasDuplicates = hasDuplicates;
        other.called = called;
        return other;
    }

    RequestId id() {
        return new RequestId(idHigh, idLow);
    }

    InstanceState instance() {
        return instance;
    }

    long arrival() {
        return arrival;
    }

    long acceptedAtMs() {
        return acceptedAtMs;
    }

    long deadlineMs() {
        return deadlineMs;
    }

    int priority() {
        return priority;
    }

    Place place() {
        return place;
    }

    boolean isAt(Place asked) {
        return place == asked;
    }

    /** Whether it stands in a queue. */
    boolean waits() {
        return place != Place.NOWHERE && place != Place.GONE;
    }

    /** Takes another place; {@link InstanceQueue} counts them. */
    void moveTo(Place next) {
        place = next;
    }

    int heapIndex() {
        return heapIndex;
    }

    void heapIndex(int index) {
        heapIndex = index;
    }

    /** Whether records with the same token wait for its outcome. */
    boolean hasDuplicates() {
        return hasDuplicates;
    }

    void expectDuplicates() {
        hasDuplicates = true;
    }

    boolean wasCalled() {
        return called != null;
    }

    /** What the store has of it, or is to have. */
    Called row() {
        return called == null ? Called.NOT_YET : called;
    }

    boolean inDoubt() {
        return called != null && called.inDoubt();
    }

    /** It was called before, by a former owner or in a former round. */
    void resume(Called row) {
        called = row;
    }

    void issued(long nowMs) {
        called = row().issued(nowMs);
    }

    /** Its call came back and started no chat. */
    void failed(String errorCode, Optional<String> awsRequestId) {
        called = row().failed(errorCode, awsRequestId);
    }

    void doubted() {
        called = row().doubted();
    }

    /** Its call counts as an attempt. */
    void spent() {
        called = row().spent();
    }

    void notBefore(long atMs) {
        called = row().notBefore(atMs);
    }

    /** A cancellation came while its call is in flight. */
    void cancelled() {
        called = row().withCancellation();
    }
}
