package chatcontacts.dispatch.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Open requests by deadline: a binary heap whose requests know their place in it, so that a request that is settled leaves at
 * once. (In a plain queue it would stay in memory until its deadline, days later.) Belongs to the stream thread.
 */
final class DeadlineHeap {

    /** A request's place while it is in no heap. */
    static final int NOWHERE = -1;

    private static final int MIN_LENGTH = 64;

    private @Nullable PendingRequest[] requests = new PendingRequest[MIN_LENGTH];
    private int size;

    void add(PendingRequest request) {
        if (size == requests.length) {
            requests = Arrays.copyOf(requests, size + (size >> 1));
        }
        rise(request, size++);
    }

    /** The one with the earliest deadline. */
    @Nullable
    PendingRequest peek() {
        return requests[0];
    }

    /** Takes it out, if it is there. */
    void remove(PendingRequest request) {
        int at = request.heapIndex();
        if (at == NOWHERE) {
            return;
        }
        request.heapIndex(NOWHERE);
        PendingRequest last = at(--size);
        requests[size] = null;
        if (last != request) {
            sink(last, at);
            if (requests[at] == last) {
                rise(last, at);
            }
        }
        if (size < requests.length / 4 && requests.length > MIN_LENGTH) {
            requests = Arrays.copyOf(requests, requests.length / 2);
        }
    }

    int size() {
        return size;
    }

    private void rise(PendingRequest request, int from) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (at(parent).deadlineMs() <= request.deadlineMs()) {
                break;
            }
            put(at(parent), at);
            at = parent;
        }
        put(request, at);
    }

    private void sink(PendingRequest request, int from) {
        int at = from;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && at(child + 1).deadlineMs() < at(child).deadlineMs()) {
                child++;
            }
            if (at(child).deadlineMs() >= request.deadlineMs()) {
                break;
            }
            put(at(child), at);
            at = child;
        }
        put(request, at);
    }

    private void put(PendingRequest request, int at) {
        requests[at] = request;
        request.heapIndex(at);
    }

    private PendingRequest at(int index) {
        PendingRequest request = requests[index];
        if (request == null) {
            throw new IllegalStateException("a hole in the heap");
        }
        return request;
    }
}
