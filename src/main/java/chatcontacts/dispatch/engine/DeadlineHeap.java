package chatcontacts.dispatch.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Open requests by deadline: a binary heap whose entries know their place in it, so that a request that is settled leaves at
 * once. (In a plain queue it would stay in memory until its deadline, days later.) Belongs to the stream thread.
 */
final class DeadlineHeap {

    /** An entry's place while it is in no heap. */
    static final int NOWHERE = -1;

    private static final int SMALLEST = 64;

    private @Nullable PendingRequest[] entries = new PendingRequest[SMALLEST];
    private int size;

    void add(PendingRequest entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size + (size >> 1));
        }
        rise(entry, size++);
    }

    /** The one with the earliest deadline. */
    @Nullable
    PendingRequest peek() {
        return entries[0];
    }

    /** Takes it out, if it is there. */
    void remove(PendingRequest entry) {
        int at = entry.heapAt;
        if (at == NOWHERE) {
            return;
        }
        entry.heapAt = NOWHERE;
        PendingRequest last = at(--size);
        entries[size] = null;
        if (last != entry) {
            sink(last, at);
            if (entries[at] == last) {
                rise(last, at);
            }
        }
        if (size < entries.length / 4 && entries.length > SMALLEST) {
            entries = Arrays.copyOf(entries, entries.length / 2);
        }
    }

    int size() {
        return size;
    }

    private void rise(PendingRequest entry, int from) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (at(parent).deadlineMs <= entry.deadlineMs) {
                break;
            }
            put(at(parent), at);
            at = parent;
        }
        put(entry, at);
    }

    private void sink(PendingRequest entry, int from) {
        int at = from;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && at(child + 1).deadlineMs < at(child).deadlineMs) {
                child++;
            }
            if (at(child).deadlineMs >= entry.deadlineMs) {
                break;
            }
            put(at(child), at);
            at = child;
        }
        put(entry, at);
    }

    private void put(PendingRequest entry, int at) {
        entries[at] = entry;
        entry.heapAt = at;
    }

    private PendingRequest at(int index) {
        PendingRequest entry = entries[index];
        if (entry == null) {
            throw new IllegalStateException("a hole in the heap");
        }
        return entry;
    }
}
