package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.domain.request.DecodedRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The requests that wait for one instance, by place. Belongs to the stream thread. */
final class InstanceQueue {

    private final List<ArrivalQueue> ready = new ArrayList<>();
    private final TreeSet<PendingRequest> readyInDoubt = new TreeSet<>(PendingRequest.BY_TURN);
    private final ArrayDeque<PendingRequest> aside = new ArrayDeque<>();
    private int readyCount;
    private int backingOff;
    private int asideCount;
    private int inDoubt;

    InstanceQueue() {
        for (int priority = 0; priority <= DecodedRequest.LAST_PRIORITY; priority++) {
            ready.add(new ArrivalQueue());
        }
    }

    /** All that wait. */
    int size() {
        return readyCount + backingOff + asideCount;
    }

    /** Those of them that wait for the time of their next attempt. */
    int backingOff() {
        return backingOff;
    }

    /** Those of them whose last call was never answered. */
    int inDoubt() {
        return inDoubt;
    }

    /** Whether one of them could go now, as far as it is concerned. */
    boolean hasReady() {
        return readyCount + asideCount > 0;
    }

    /** What is in the queue, by priority. */
    List<LaneSnapshot.QueueSnapshot> snapshot() {
        if (readyCount == 0) {
            return List.of();
        }
        List<LaneSnapshot.QueueSnapshot> queues = new ArrayList<>();
        for (int priority = 0; priority < ready.size(); priority++) {
            ArrivalQueue queue = ready.get(priority);
            PendingRequest first = queue.first();
            if (first != null) {
                queues.add(
                        new LaneSnapshot.QueueSnapshot(priority, queue.size(), first.arrival(), queue.lastArrival()));
            }
        }
        return List.copyOf(queues);
    }

    /** The request whose turn it is; those that were set aside let all others go first. */
    @Nullable
    PendingRequest head() {
        if (readyCount > 0) {
            for (ArrivalQueue queue : ready) {
                if (!queue.isEmpty()) {
                    return queue.first();
                }
            }
        }
        while (!aside.isEmpty() && !aside.peek().isAt(Place.ASIDE)) {
            aside.remove();
        }
        return aside.peek();
    }

    /** The request in doubt whose turn it is: it has a slot already. */
    @Nullable
    PendingRequest headInDoubt() {
        if (!readyInDoubt.isEmpty()) {
            return readyInDoubt.first();
        }
        return aside.stream()
                .filter(request -> request.isAt(Place.ASIDE) && request.inDoubt())
                .findFirst()
                .orElse(null);
    }

    /** The request of that priority and arrival, if it is in the queue and was never called. */
    @Nullable
    PendingRequest find(int priority, long arrival) {
        return ready.get(priority).find(arrival);
    }

    /** When the oldest waiting request was accepted, by what stands at the head of each priority. */
    long oldestAcceptedAtMs() {
        long oldest = Long.MAX_VALUE;
        for (ArrivalQueue queue : ready) {
            PendingRequest first = queue.first();
            if (first != null) {
                oldest = Math.min(oldest, first.acceptedAtMs());
            }
        }
        return oldest;
    }

    /** The request takes a place where it waits; it must have left its former one. */
    void enter(PendingRequest request, Place place) {
        request.moveTo(place);
        switch (place) {
            case READY -> {
                ready.get(request.priority()).add(request);
                if (request.inDoubt()) {
                    readyInDoubt.add(request);
                }
                readyCount++;
            }
            case BACKING_OFF -> backingOff++;
            case ASIDE -> {
                aside.add(request);
                asideCount++;
            }
            case NOWHERE, GONE -> throw new IllegalArgumentException("nobody waits at " + place);
        }
        if (request.inDoubt()) {
            inDoubt++;
        }
    }

    /** The request leaves the place where it waits. */
    void leave(PendingRequest request) {
        switch (request.place()) {
            case READY -> {
                ready.get(request.priority()).remove(request);
                readyInDoubt.remove(request);
                readyCount--;
            }
            case BACKING_OFF -> backingOff--;
            case ASIDE -> {
                if (aside.peek() == request) {
                    aside.remove();
                }
                asideCount--;
            }
            case NOWHERE, GONE -> throw new IllegalStateException("the request does not wait");
        }
        if (request.inDoubt()) {
            inDoubt--;
        }
        request.moveTo(Place.NOWHERE);
    }

    /** Those that were set aside take their old places again. */
    void recallAside() {
        List<PendingRequest> all = new ArrayList<>(aside);
        aside.clear();
        for (PendingRequest request : all) {
            if (request.isAt(Place.ASIDE)) {
                asideCount--;
                if (request.inDoubt()) {
                    inDoubt--;
                }
                enter(request, Place.READY);
            }
        }
    }
}
