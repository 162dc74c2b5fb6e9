package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.PendingRequest.Place;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one instance and priority, by arrival. Requests that were never called come in that order and take four bytes
 * each in a ring; those that come back to their place are few and stand in a tree. Belongs to the stream thread.
 *
 * <p>One in the middle of the ring leaves only for good (cancelled or expired): its slot is skipped later, and the ring closed
 * up once half of it is such slots.
 */
final class ArrivalQueue {

    private static final int MIN_LENGTH = 16;

    private final TreeSet<PendingRequest> back = new TreeSet<>(PendingRequest.BY_ARRIVAL);
    private @Nullable PendingRequest[] ring = new PendingRequest[MIN_LENGTH];
    private int head;
    private int taken;
    private int left;

    void add(PendingRequest request) {
        boolean inOrder = taken == 0 || at(taken - 1).arrival() < request.arrival();
        if (request.wasCalled() || !inOrder) {
            back.add(request);
            return;
        }
        if (taken == ring.length) {
            resize(2 * ring.length, null);
        }
        ring[(head + taken++) & (ring.length - 1)] = request;
    }

    /** Takes it out; it is in this queue and its place has not changed yet. */
    void remove(PendingRequest request) {
        if (back.remove(request)) {
            return;
        }
        skipThoseThatLeft();
        if (at(0) == request) {
            dropHead();
        } else if (++left > taken / 2) {
            resize(ring.length, request);
        }
    }

    boolean isEmpty() {
        return taken == left && back.isEmpty();
    }

    int size() {
        return taken - left + back.size();
    }

    /** The number of arrival of the last one, or of one that has left since; the queue must not be empty. */
    long lastArrival() {
        long inRing = taken == 0 ? Long.MIN_VALUE : at(taken - 1).arrival();
        return back.isEmpty() ? inRing : Math.max(inRing, back.last().arrival());
    }

    /** The one that came first. */
    @Nullable
    PendingRequest first() {
        skipThoseThatLeft();
        if (back.isEmpty()) {
            return taken == 0 ? null : at(0);
        }
        PendingRequest returned = back.first();
        return taken == 0 || returned.arrival() < at(0).arrival() ? returned : at(0);
    }

    /** The one with that number of arrival. */
    @Nullable
    PendingRequest find(long arrival) {
        int low = 0;
        int high = taken - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            PendingRequest request = at(middle);
            if (request.arrival() == arrival) {
                return request.isAt(Place.READY) ? request : null;
            }
            if (request.arrival() < arrival) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return back.stream()
                .filter(request -> request.arrival() == arrival)
                .findFirst()
                .orElse(null);
    }

    private void skipThoseThatLeft() {
        while (taken > 0 && !at(0).isAt(Place.READY)) {
            left--;
            dropHead();
        }
    }

    private void dropHead() {
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        taken--;
        if (taken < ring.length / 4 && ring.length > MIN_LENGTH) {
            resize(ring.length / 2, null);
        }
    }

    /** Moves those that are still here to another ring, all but that one. */
    private void resize(int length, @Nullable PendingRequest leaving) {
        @Nullable PendingRequest[] next = new PendingRequest[length];
        int kept = 0;
        for (int i = 0; i < taken; i++) {
            PendingRequest request = at(i);
            if (request.isAt(Place.READY) && request != leaving) {
                next[kept++] = request;
            }
        }
        ring = next;
        head = 0;
        taken = kept;
        left = 0;
    }

    private PendingRequest at(int index) {
        PendingRequest request = ring[(head + index) & (ring.length - 1)];
        if (request == null) {
            throw new IllegalStateException("a hole in the queue");
        }
        return request;
    }
}
