package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.domain.request.RequestId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open requests of a lane, by what they wait for. Belongs to the stream thread. */
final class OpenRequests {

    /** Those that were called before: in flight, backing off, aside or back in the queue. */
    private final Map<RequestId, PendingRequest> called = new HashMap<>();

    /** Instances with something in the queue. */
    private final Set<InstanceState> queued = new LinkedHashSet<>();

    private final DeadlineHeap deadlines = new DeadlineHeap();
    private final PriorityQueue<PendingRequest> backoffs = new PriorityQueue<>(PendingRequest.BY_NEXT_ATTEMPT);
    private long nextArrival;
    private long firstOwnArrival;

    /** The number of the next arrival. */
    long nextArrival() {
        return nextArrival++;
    }

    /** A former owner gave that number away. */
    void arrivalTaken(long arrival) {
        nextArrival = Math.max(nextArrival, arrival + 1);
    }

    /** All that a former owner left has its place: what comes from now on is this owner's own. */
    void restored() {
        firstOwnArrival = nextArrival;
    }

    /**
     * Whether this owner has had it from the beginning. Of others it does not know every call: one that a former owner made just before
     * it ended left no mark.
     */
    boolean isOwn(PendingRequest request) {
        return request.arrival() >= firstOwnArrival;
    }

    /** The request will not wait beyond its deadline. */
    void watchDeadline(PendingRequest request) {
        deadlines.add(request);
    }

    /** The request was called, now or before. */
    void markCalled(PendingRequest request) {
        called.put(request.id(), request);
    }

    @Nullable
    PendingRequest findCalled(RequestId id) {
        return called.get(id);
    }

    /** All that were called before. */
    Collection<PendingRequest> called() {
        return Collections.unmodifiableCollection(called.values());
    }

    /** The instances with something in the queue, in the order in which they came. */
    Set<InstanceState> queued() {
        return Collections.unmodifiableSet(queued);
    }

    boolean isEmpty() {
        return called.isEmpty() && deadlines.peek() == null;
    }

    boolean hasQueued() {
        return !queued.isEmpty();
    }

    /** The request takes a place where it waits. */
    void park(PendingRequest request, Place place) {
        request.instance().queue().enter(request, place);
        if (place == Place.BACKING_OFF) {
            backoffs.add(request);
        } else {
            queued.add(request.instance());
        }
    }

    /** The request leaves the place where it waits, for a call or with its outcome. */
    void take(PendingRequest request) {
        leave(request);
        request.instance().requestTaken();
    }

    /** The request has its outcome. */
    void close(PendingRequest request) {
        request.moveTo(Place.GONE);
        called.remove(request.id());
        deadlines.remove(request);
    }

    /** The open request with the earliest deadline, whether it waits or its call is in flight. */
    @Nullable
    PendingRequest nearestDeadline() {
        return deadlines.peek();
    }

    /** The request with the earliest deadline; one in flight whose deadline passed finds that out when its result comes. */
    @Nullable
    PendingRequest firstToExpire(long nowMs) {
        PendingRequest first = deadlines.peek();
        while (first != null && !first.waits() && first.deadlineMs() <= nowMs) {
            deadlines.remove(first);
            first = deadlines.peek();
        }
        return first;
    }

    /** Puts those whose backoff is over into the queue. Returns when the next backoff ends. */
    long endBackoffs(long nowMs) {
        while (true) {
            PendingRequest next = backoffs.peek();
            if (next == null) {
                return Long.MAX_VALUE;
            }
            boolean waits = next.isAt(Place.BACKING_OFF);
            if (waits && next.row().nextAttemptAtMs() > nowMs) {
                return next.row().nextAttemptAtMs();
            }
            backoffs.remove();
            if (waits) {
                leave(next);
                park(next, Place.READY);
            }
        }
    }

    private void leave(PendingRequest request) {
        InstanceState instance = request.instance();
        instance.queue().leave(request);
        if (!instance.queue().hasReady()) {
            queued.remove(instance);
        }
    }
}
