package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.LimitsRow.InstanceLimitsRow;
import chatcontacts.domain.admission.AccessDenials;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.ConcurrencyLimit;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import java.util.function.Consumer;

/**
 * One Connect instance in its lane: what waits for it, and what is known of its limits. Whatever changes the limits or takes a
 * request away reports the instance as changed. Belongs to the stream thread.
 */
final class InstanceState {

    /** Where leases do not gate, so many times the quota of them are kept. */
    private static final int MAX_LEASES_OF_QUOTA = 4;

    private final String instanceId;
    private final InstanceLimits settings;
    private final LaneStore store;
    private final CallsInFlight calls;
    private final Consumer<InstanceState> changed;
    private final InstanceQueue queue = new InstanceQueue();
    private final Leases leases;
    private ConcurrencyLimit limit;
    private AccessDenials accessDenials = AccessDenials.NONE;
    private ChatEndVisibility visibility;

    /** What the store knows of the learned limits. */
    private InstanceLimitsRow written;

    /** Whether a probe is in flight whose success drops the oldest lease. */
    private boolean testingLease;

    /** The number of the last call. */
    private long lastCall;

    /**
     * An instance of which nothing is known yet.
     *
     * @param calls of the lane
     * @param changed is told of each change
     */
    InstanceState(
            String instanceId,
            InstanceLimits settings,
            LaneStore store,
            CallsInFlight calls,
            Consumer<InstanceState> changed) {
        this.instanceId = instanceId;
        this.settings = settings;
        this.store = store;
        this.calls = calls;
        this.changed = changed;
        this.leases = new Leases(store, instanceId);
        this.limit = ConcurrencyLimit.of(settings.concurrentChats());
        this.visibility = ChatEndVisibility.of(settings.contactEvents());
        this.written = learned();
    }

    /** Takes over learned limits that are in the store. */
    void restore(InstanceLimitsRow learned) {
        written = learned;
        limit = learned.concurrencyLimit(settings.concurrentChats());
        accessDenials = learned.accessDenials();
        visibility = learned.visibility(settings.contactEvents());
    }

    /** Writes the learned limits if they changed. */
    void writeLearned() {
        InstanceLimitsRow now = learned();
        if (!now.equals(written)) {
            store.putLearned(instanceId, now);
            written = now;
        }
    }

    /** Whether nothing would be lost if this object were made anew. */
    boolean isForgettable() {
        return queue.size() == 0
                && inFlight() == 0
                && leases.isEmpty()
                && written.equals(InstanceLimitsRow.of(
                        ConcurrencyLimit.of(settings.concurrentChats()),
                        AccessDenials.NONE,
                        ChatEndVisibility.of(settings.contactEvents())));
    }

    String instanceId() {
        return instanceId;
    }

    InstanceQueue queue() {
        return queue;
    }

    Leases leases() {
        return leases;
    }

    ConcurrencyLimit limit() {
        return limit;
    }

    AccessDenials accessDenials() {
        return accessDenials;
    }

    boolean isTestingLease() {
        return testingLease;
    }

    long lastCall() {
        return lastCall;
    }

    int inFlight() {
        return calls.of(this);
    }

    /** Whether the ends of its chats are seen, so that leases gate. */
    boolean chatEndsVisible() {
        return visibility.gates();
    }

    /** Chats that are known to be active and count. */
    int active() {
        return visibility.gates() ? leases.size() : 0;
    }

    /** Slots of the quota that are taken: calls in flight, requests in doubt and, where ends are seen, leases. */
    int used() {
        return inFlight() + queue.inDoubt() + active();
    }

    /** Whether chats that are known to be active take what the quota has, so that nothing may go until one ends. */
    boolean waitsForChatToEnd() {
        return active() > 0 && used() >= limit.limit();
    }

    /** A request was taken out of the queue. */
    void requestTaken() {
        changed.accept(this);
    }

    /** A call went out, as the probe of whatever it tests. */
    void callSent(CallInFlight call) {
        changed.accept(this);
        lastCall = call.number();
        if (call.probes().ofLimit()) {
            limit = limit.probeSent();
        }
        if (call.probes().testsLease()) {
            testingLease = true;
        }
        accessDenials = accessDenials.probeSent();
    }

    /** A call has its result. */
    void callEnded(CallInFlight call) {
        changed.accept(this);
        if (call.probes().testsLease()) {
            testingLease = false;
        }
    }

    /** The credentials are good for this instance: those that were set aside may try again. */
    void accessWorks(CallInFlight call) {
        accessDenials = accessDenials.allowed(call.flowId());
        queue.recallAside();
    }

    void chatStarted(CallInFlight call, String contactId, long nowMs) {
        if (call.probes().testsLease()) {
            leases.drop(call.probes().testedLease());
        }
        if (visibility.tracks()) {
            leases.started(contactId, call.chatDuration(), nowMs);
        }
        boolean endsVisible = visibility.gates();
        boundLeases();
        limit = limit.started(call.probes().ofLimit(), used(), endsVisible, nowMs);
        visibility = visibility.started(contactId, nowMs);
    }

    void foundFull(CallInFlight call, Backoff backoff, long nowMs, double draw) {
        limit = limit.full(
                used(), visibility.gates(), call.issuedAtMs(), call.probes().ofLimit(), backoff, nowMs, draw);
    }

    /** Access was denied, and it may concern the whole instance. */
    void accessDenied(CallInFlight call, Backoff backoff, long nowMs, double draw) {
        accessDenials = accessDenials.denied(call.flowId(), call.probes().ofAccess(), backoff, nowMs, draw);
    }

    /** The call said nothing about the concurrency limit. */
    void limitProbeLost(CallInFlight call) {
        if (call.probes().ofLimit()) {
            limit = limit.probeLost();
        }
    }

    /** The call said nothing about access to the whole instance. */
    void accessProbeLost(CallInFlight call) {
        if (call.probes().ofAccess()) {
            accessDenials = accessDenials.probeLost();
        }
    }

    /** Something was seen of a chat. Returns whether it freed a slot. */
    boolean chatSeen(ChatSeen event, long nowMs) {
        changed.accept(this);
        visibility = visibility.event(event.initialContactId(), nowMs);
        boolean freed = leases.seen(event, nowMs);
        if (freed) {
            limit = limit.freed();
        }
        boundLeases();
        return freed;
    }

    /** Ends the leases whose time is over, and forgets old ends, a bounded number. Returns how many leases ended. */
    int cleanUpLeases(long nowMs, int maxForgotten) {
        int over = leases.expire(nowMs);
        if (over > 0) {
            limit = limit.freed();
        }
        leases.forget(nowMs, maxForgotten);
        if (over > 0 || leases.isEmpty()) {
            changed.accept(this);
        }
        return over;
    }

    boolean ignoresEvents() {
        return settings.contactEvents() == ChatEndVisibility.Mode.OFF;
    }

    private void boundLeases() {
        if (!visibility.gates()) {
            leases.keepNewest(MAX_LEASES_OF_QUOTA * settings.concurrentChats());
        }
    }

    private InstanceLimitsRow learned() {
        return InstanceLimitsRow.of(limit, accessDenials, visibility);
    }
}
