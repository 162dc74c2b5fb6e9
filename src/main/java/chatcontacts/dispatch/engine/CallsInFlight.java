package chatcontacts.dispatch.engine;

import chatcontacts.domain.request.RequestId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of a lane that have no result yet: the one place that knows what is in flight. Belongs to the stream thread. */
final class CallsInFlight {

    private final Map<RequestId, CallInFlight> calls = new HashMap<>();
    private final Map<InstanceState, Integer> ofInstances = new HashMap<>();
    private long made;

    /** The number of the next call. */
    long nextNumber() {
        return ++made;
    }

    /** How many calls were made, with those that have their result. */
    long made() {
        return made;
    }

    void add(RequestId id, CallInFlight call) {
        calls.put(id, call);
        ofInstances.merge(call.instance(), 1, Integer::sum);
    }

    /** Takes out the call with that number, unless it has its result already. */
    @Nullable
    CallInFlight end(RequestId id, long number) {
        CallInFlight call = calls.get(id);
        if (call == null || call.number() != number) {
            return null;
        }
        calls.remove(id);
        ofInstances.computeIfPresent(call.instance(), (instance, count) -> count == 1 ? null : count - 1);
        return call;
    }

    boolean contains(RequestId id) {
        return calls.containsKey(id);
    }

    int size() {
        return calls.size();
    }

    /** How many of them are calls to that instance. */
    int of(InstanceState instance) {
        return ofInstances.getOrDefault(instance, 0);
    }

    /** When the oldest one went out, {@link Long#MAX_VALUE} if there is none. */
    long oldestIssuedAtMs() {
        long oldest = Long.MAX_VALUE;
        for (CallInFlight call : calls.values()) {
            oldest = Math.min(oldest, call.issuedAtMs());
        }
        return oldest;
    }
}
