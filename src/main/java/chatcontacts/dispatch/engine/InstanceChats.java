package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.LaneSnapshot.ChatsSnapshot;
import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.LeaseTests;
import chatcontacts.wire.DispatchMessage.ChatSeen;

/**
 * The chats of one instance, as far as they are known: which take a slot of its quota, how long chats last here, and whether their ends
 * are seen, without which leases do not gate. Belongs to the stream thread.
 */
final class InstanceChats {

    /** Where leases do not gate, so many times the quota of them are kept. */
    private static final int MAX_LEASES_OF_QUOTA = 4;

    /**
     * So many times the quota of our own chats are watched for their ends. Those that are missed are found out a minute after they
     * should have come, and short chats are many until then.
     */
    private static final int MAX_OWN_OF_QUOTA = 10;

    private final boolean reconciled;
    private final Leases leases;
    private final Lifetimes lifetimes = new Lifetimes();
    private final OwnChats own = new OwnChats();
    private InstanceLimits limits;
    private ChatEndVisibility visibility;
    private LeaseTests tests = LeaseTests.NONE;

    /** When the last chat was seen to end. */
    private long endSeenAtMs;

    private int reconciledEnds;

    /** @param reconciled whether doubtful chats are asked for, so that their ends are seen without events */
    InstanceChats(LaneStore store, String instanceId, InstanceLimits limits, boolean reconciled, long nowMs) {
        this.leases = new Leases(store, instanceId);
        this.limits = limits;
        this.reconciled = reconciled;
        this.visibility = unseen();
        this.endSeenAtMs = nowMs;
    }

    /** From now on those limits hold. */
    void limits(InstanceLimits next) {
        limits = next;
    }

    /** Ends that are asked for are seen as well as told ones, also where events are off. */
    ChatEndVisibility.Mode mode() {
        boolean blind = limits.contactEvents() == ChatEndVisibility.Mode.OFF;
        return blind && reconciled ? ChatEndVisibility.Mode.AUTO : limits.contactEvents();
    }

    /** Where nothing was seen yet. */
    ChatEndVisibility unseen() {
        return ChatEndVisibility.of(mode());
    }

    ChatEndVisibility visibility() {
        return visibility;
    }

    /** Takes over what a former owner has seen. */
    void restore(ChatEndVisibility seen) {
        visibility = seen;
    }

    boolean ignoresEvents() {
        return limits.contactEvents() == ChatEndVisibility.Mode.OFF;
    }

    /** Whether ends are seen, so that leases gate. */
    boolean endsVisible() {
        return visibility.gates();
    }

    /** Whether none was missed lately. */
    boolean allEndsSeen() {
        return visibility.gates() && visibility.missesNone();
    }

    private boolean tracked() {
        return reconciled || visibility.tracks();
    }

    /** Chats that are known to be active and count. */
    int active() {
        return visibility.gates() ? leases.size() : 0;
    }

    /** Chats that are known, and have more likely ended than not. */
    private int doubtful(long nowMs) {
        return (int) leases.ages(nowMs).stream()
                .filter(it -> lifetimes.probabilityOfEnd(it.aliveAgeMs(), it.ageMs()) >= Reconciliation.LIKELY)
                .count();
    }

    /** What is known of them. */
    ChatsSnapshot snapshot(long nowMs) {
        return new ChatsSnapshot(leases.size(), leases.others(), doubtful(nowMs), reconciledEnds);
    }

    /** An end that was asked for has freed a slot. */
    void endReconciled() {
        reconciledEnds++;
    }

    Leases leases() {
        return leases;
    }

    Lifetimes lifetimes() {
        return lifetimes;
    }

    /** Whether no chat is known, though events came. */
    boolean knowsEventsOnly() {
        return visibility.eventSeen() && leases.isEmpty();
    }

    /** Nothing was seen for long: what is known of events goes if no chat is known either. */
    void forgetEvents() {
        if (leases.isEmpty()) {
            visibility = unseen();
        }
    }

    /** When a call may test whether that lease still stands for a chat; {@link Long#MAX_VALUE} while one does. */
    long testAtMs(Leases.Oldest oldest) {
        long overdueMs = oldest.openedAtMs() + visibility.testableAgeMs();
        long silentMs = endSeenAtMs + visibility.silenceMs(leases.size());
        return Math.max(tests.gate().nextProbeAtMs(), Math.min(overdueMs, silentMs));
    }

    /** Whether a call is in flight that tests a lease. */
    boolean isTesting() {
        return tests.gate().probing();
    }

    void testSent() {
        tests = tests.sent();
    }

    /** Its call said nothing, or nothing yet. */
    void testLost() {
        tests = tests.lost();
    }

    /** The instance was full: the chat is still active, for all that is known. */
    void testFailed(Backoff backoff, long nowMs, double draw) {
        tests = tests.failed(limits.quota(), backoff, nowMs, draw);
    }

    /** @param madeAtMs when the chat began at the earliest */
    void started(CallInFlight call, String contactId, long madeAtMs, long nowMs) {
        if (call.probes().testsLease()) {
            tests = tests.succeeded(nowMs);
            leases.drop(call.probes().testedLease());
        }
        if (leases.hasEnded(contactId)) {
            visibility = visibility.endSeen(nowMs - madeAtMs);
        } else if (tracked()) {
            own.started(contactId, madeAtMs, MAX_OWN_OF_QUOTA * limits.quota());
        }
        if (tracked()) {
            leases.started(contactId, call.chatDuration(), madeAtMs, nowMs);
        }
        noticeMissedEnds(nowMs);
    }

    /** Something was seen of a chat. Returns whether it freed a slot. */
    boolean seen(ChatSeen event, long nowMs) {
        visibility = visibility.eventCame();
        boolean known = leases.contains(event.initialContactId());
        long openedAtMs = leases.openedAtMs(event.initialContactId());
        boolean freed = leases.seen(event, nowMs);
        if (freed) {
            lifetimes.add(Math.min(nowMs, event.at().toEpochMilli()) - openedAtMs);
            endSeenAtMs = nowMs;
        }
        if (freed || (!known && event.kind() == ChatSeen.Kind.ENDED)) {
            endSeen(event.initialContactId(), nowMs);
        }
        noticeMissedEnds(nowMs);
        return freed;
    }

    /** Ends the leases whose time is over, and forgets old ends, a bounded number. Returns how many leases ended. */
    int cleanUp(long nowMs, int maxForgotten) {
        int over = leases.expire(nowMs);
        leases.forget(nowMs, maxForgotten);
        noticeMissedEnds(nowMs);
        return over;
    }

    private void endSeen(String chatId, long nowMs) {
        long startedAtMs = own.remove(chatId);
        if (startedAtMs != Long.MAX_VALUE) {
            visibility = visibility.endSeen(nowMs - startedAtMs);
        }
    }

    /** Chats of ours that are overdue ended without being seen. */
    private void noticeMissedEnds(long nowMs) {
        while (nextOverdueMs() <= nowMs) {
            own.removeFirst();
            visibility = visibility.endMissed();
        }
    }

    /** When the end of the next chat of ours is overdue; {@link Long#MAX_VALUE} for never. */
    long nextOverdueMs() {
        long startedAtMs = own.firstStartedAtMs();
        long ageMs = visibility.overdueAgeMs();
        return startedAtMs == Long.MAX_VALUE || ageMs == Long.MAX_VALUE ? Long.MAX_VALUE : startedAtMs + ageMs;
    }

    /** No more can be active than the quota allows: beyond that, the oldest leases are of chats whose ends were missed. */
    void forgetMissed() {
        if (visibility.gates()) {
            leases.keepNewest(limits.quota());
        }
    }

    /** Where leases do not gate, old ones go. */
    void bound() {
        if (!visibility.gates()) {
            leases.keepNewest(MAX_LEASES_OF_QUOTA * limits.quota());
        }
    }
}
