package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.LimitsRow.InstanceLimitsRow;
import chatcontacts.domain.admission.AccessDenials;
import chatcontacts.domain.admission.ActiveChatLimit;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.BlindCallLimit;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.ConcurrencyLimit;
import chatcontacts.domain.admission.LeaseTests;
import chatcontacts.domain.admission.ProbeBudget;
import chatcontacts.domain.admission.ProbeGate;
import chatcontacts.domain.admission.RateLimiter;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One Connect instance in its lane: what waits for it, and what is known of its limits. Whatever changes the limits or takes a
 * request away reports the instance as changed. Belongs to the stream thread.
 */
final class InstanceState {

    /** Where leases do not gate, so many times the quota of them are kept. */
    private static final int MAX_LEASES_OF_QUOTA = 4;

    /**
     * So many times the quota of our own chats are watched for their ends. Those that are missed are found out a minute after they
     * should have come, and short chats are many until then.
     */
    private static final int MAX_OWN_OF_QUOTA = 10;

    /** An instance that was called within this time may want calls again. */
    private static final long LATELY_MS = 10_000;

    /** What is known of the events and the access of an instance without work is forgotten after this long. */
    private static final long UNUSED_MS = Duration.ofDays(1).toMillis();

    private final String instanceId;
    private InstanceLimits limits;
    private final boolean reconciled;
    private final Lifetimes lifetimes = new Lifetimes();
    private final ProbeBudget budget;
    private final LaneStore store;
    private final CallsInFlight calls;
    private final Consumer<InstanceState> changed;
    private final InstanceQueue queue = new InstanceQueue();
    private final Leases leases;
    private ConcurrencyLimit limit;
    /** Whether its credentials are known to be good, by the settings or by an answer. */
    private boolean accessProven;

    private AccessDenials accessDenials = AccessDenials.NONE;
    private ChatEndVisibility visibility;
    private LeaseTests leaseTests = LeaseTests.NONE;
    private final OwnChats own = new OwnChats();
    /** Of an instance with a rate of its own. */
    private Optional<RateLimiter> rateLimiter;

    private final FailureStreak failures = new FailureStreak();
    private ProbeGate faults = ProbeGate.RELEASED;
    private long lastCallAtMs = Long.MIN_VALUE / 2;
    /** Whether the limit was learned while chat ends were seen. */
    private boolean limitOfChats;

    private long usedAtMs;

    /** When the last chat was seen to end. */
    private long endSeenAtMs;

    /** What the store knows of the learned limits. */
    private InstanceLimitsRow written;

    /** The number of the last call. */
    private long lastCall;

    /**
     * An instance of which nothing is known yet.
     *
     * @param reconciled whether its doubtful chats are asked for, so that their ends are seen without events
     * @param budget of probes where chat ends are not seen
     * @param calls of the lane
     * @param changed is told of each change
     */
    InstanceState(
            String instanceId,
            InstanceLimits limits,
            boolean reconciled,
            ProbeBudget budget,
            LaneStore store,
            CallsInFlight calls,
            Consumer<InstanceState> changed,
            long nowMs) {
        this.instanceId = instanceId;
        this.limits = limits;
        this.reconciled = reconciled;
        this.budget = budget;
        this.accessProven = limits.listed();
        this.store = store;
        this.calls = calls;
        this.changed = changed;
        this.leases = new Leases(store, instanceId);
        this.visibility = ChatEndVisibility.of(visibilityMode());
        this.limitOfChats = visibility.gates();
        this.limit = nothingLearned(limitOfChats);
        this.rateLimiter = startingRate(limits, nowMs);
        this.usedAtMs = nowMs;
        this.endSeenAtMs = nowMs;
        this.written = learned();
    }

    private static Optional<RateLimiter> startingRate(InstanceLimits limits, long nowMs) {
        return limits.rate().map(it -> RateLimiter.starting(it.value(), RateLimiter.Cut.NONE, nowMs));
    }

    /** From now on those limits hold; what was learned stays as far as it fits. */
    void limits(InstanceLimits next, long nowMs) {
        if (next.equals(limits)) {
            return;
        }
        limits = next;
        limit = limit.withQuota(next.quota());
        Optional<RateLimiter> former = rateLimiter;
        rateLimiter = next.rate().flatMap(it -> former.map(bucket -> bucket.limitedTo(it.value(), nowMs)));
        if (rateLimiter.isEmpty()) {
            rateLimiter = startingRate(next, nowMs);
        }
        boundLeases();
        changed.accept(this);
    }

    /** Whether its own rate, if it has one, allows one more call now. */
    boolean hasToken(long nowMs) {
        rateLimiter = rateLimiter.map(it -> it.refilled(nowMs));
        return rateLimiter.isEmpty() || rateLimiter.get().hasToken();
    }

    /** When it allows the next one; right after {@link #hasToken}. */
    long nextTokenAtMs() {
        return rateLimiter.map(RateLimiter::nextTokenAtMs).orElse(Long.MIN_VALUE);
    }

    /**
     * Takes over learned limits that are in the store.
     *
     * @param longest that a hold lasts: a former owner's clock may have been wrong
     */
    void restore(InstanceLimitsRow learned, Duration longest, long nowMs) {
        InstanceLimitsRow plausible = learned.clamped(longest, nowMs);
        written = learned;
        accessDenials = plausible.accessDenials();
        visibility = plausible.visibility(visibilityMode());
        limitOfChats = visibility.gates();
        limit = plausible.concurrencyLimit(nothingLearned(limitOfChats));
        changed.accept(this);
    }

    /** Writes the learned limits if they changed. */
    void writeLearned() {
        InstanceLimitsRow now = learned();
        if (now.equals(written)) {
            return;
        }
        if (now.equals(nothingLearned())) {
            store.deleteLearned(instanceId);
        } else {
            store.putLearned(instanceId, now);
        }
        written = now;
    }

    /** Ends that are asked for are seen as well as told ones, also where events are off. */
    private ChatEndVisibility.Mode visibilityMode() {
        boolean blind = limits.contactEvents() == ChatEndVisibility.Mode.OFF;
        return blind && reconciled ? ChatEndVisibility.Mode.AUTO : limits.contactEvents();
    }

    private boolean tracks() {
        return reconciled || visibility.tracks();
    }

    /** Chats that are known, and have more likely ended than not. */
    int doubtful(long nowMs) {
        return (int) leases.ages(nowMs).stream()
                .filter(it -> lifetimes.probabilityOfEnd(it.aliveAgeMs(), it.ageMs()) >= Reconciliation.LIKELY)
                .count();
    }

    Lifetimes lifetimes() {
        return lifetimes;
    }

    /** Whether nothing would be lost if this object were made anew: a new rate limiter would be empty. */
    boolean isForgettable() {
        return rateLimiter.isEmpty()
                && queue.size() == 0
                && inFlight() == 0
                && leases.isEmpty()
                && !isProvenByAnswer()
                && written.equals(nothingLearned());
    }

    private boolean isProvenByAnswer() {
        return accessProven && !limits.listed();
    }

    private InstanceLimitsRow nothingLearned() {
        ChatEndVisibility unseen = ChatEndVisibility.of(visibilityMode());
        return InstanceLimitsRow.of(nothingLearned(unseen.gates()), AccessDenials.NONE, unseen);
    }

    private ConcurrencyLimit nothingLearned(boolean ofChats) {
        return ofChats ? ActiveChatLimit.of(limits.quota()) : BlindCallLimit.of(limits.quota(), budget);
    }

    /** Without work, what was learned goes when it would not count any more. */
    void forgetUnused(long nowMs) {
        if (hasWork()) {
            return;
        }
        if (accessDenials.held() && accessDenials.gate().untilMs() <= nowMs) {
            accessDenials = AccessDenials.NONE;
        }
        if (limitForgottenAtMs() <= nowMs) {
            limit = nothingLearned(limitOfChats);
        }
        if (usedAtMs + UNUSED_MS <= nowMs) {
            accessProven = limits.listed();
            if (leases.isEmpty()) {
                visibility = ChatEndVisibility.of(visibilityMode());
            }
        }
        if (!learned().equals(written) || isForgettable()) {
            changed.accept(this);
        }
    }

    /** When there is more to forget, if no work comes; {@link Long#MAX_VALUE} for never. */
    long nextForgetMs() {
        if (hasWork()) {
            return Long.MAX_VALUE;
        }
        long denialMs = accessDenials.held() ? accessDenials.gate().untilMs() : Long.MAX_VALUE;
        boolean knowsMore = isProvenByAnswer() || (visibility.eventSeen() && leases.isEmpty());
        long unusedMs = knowsMore ? usedAtMs + UNUSED_MS : Long.MAX_VALUE;
        return Math.min(Math.min(denialMs, unusedMs), limitForgottenAtMs());
    }

    private boolean hasWork() {
        return queue.size() > 0 || inFlight() > 0;
    }

    private long limitForgottenAtMs() {
        long learnedMs = limit.sinceMs() + ConcurrencyLimit.FORGOTTEN_AFTER_MS;
        return limit.isLearned() ? Math.max(learnedMs, limit.gate().untilMs()) : Long.MAX_VALUE;
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

    /** Whether a call may be wasted for all that is known: nobody listed the instance, and no call has succeeded yet. */
    boolean isUnproven() {
        return !accessProven;
    }

    /** When a call may test whether that lease still stands for a chat; {@link Long#MAX_VALUE} while one does. */
    long leaseTestAtMs(Leases.Oldest oldest) {
        long overdueMs = oldest.openedAtMs() + visibility.testableAgeMs();
        long silentMs = endSeenAtMs + visibility.silenceMs(leases.size());
        return Math.max(leaseTests.gate().nextProbeAtMs(), Math.min(overdueMs, silentMs));
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
        lastCallAtMs = call.issuedAtMs();
        rateLimiter = rateLimiter.map(RateLimiter::taken);
        if (call.probes().ofInstance()) {
            faults = faults.probeSent();
        }
        if (call.probes().ofLimit()) {
            limit = limit.probeSent(call.issuedAtMs());
        }
        if (call.probes().testsLease()) {
            leaseTests = leaseTests.sent();
        }
        accessDenials = accessDenials.probeSent();
    }

    /** A call has its result. */
    void callEnded(CallInFlight call, long nowMs) {
        changed.accept(this);
        usedAtMs = nowMs;
        if (call.probes().testsLease()) {
            leaseTests = leaseTests.lost();
        }
    }

    /** Whether a call is in flight that tests a lease. */
    boolean testsLease() {
        return leaseTests.gate().probing();
    }

    ProbeGate faults() {
        return faults;
    }

    /** A call of that request got no useful answer. */
    void noAnswer(RequestId id) {
        failures.add(id, instanceId);
    }

    /** Whether its calls fail whatever they ask for. */
    boolean isFailing() {
        return faults.held() || failures.isOutage();
    }

    /** It is held, or held for longer. */
    void failed(CallInFlight call, Backoff backoff, long nowMs, double draw) {
        faults = faults.failed(call.probes().ofInstance(), backoff, nowMs, draw);
    }

    /** The call said nothing about the instance. */
    void faultProbeLost(CallInFlight call) {
        if (call.probes().ofInstance()) {
            faults = faults.probeLost();
        }
    }

    /** Connect gave a useful answer for it. */
    void answered() {
        failures.end();
        if (faults.held()) {
            faults = ProbeGate.RELEASED;
            queue.recallAside();
        }
    }

    /** Whether something waits or is in flight that its own hold does not keep back. */
    boolean isAtWork() {
        return !faults.held() && (queue.hasReady() || inFlight() > 0);
    }

    /** Whether it is called regularly and nothing holds it. */
    boolean isBusy(long nowMs) {
        boolean held = faults.held() || accessDenials.held() || limit.held();
        return !held && (inFlight() > 0 || nowMs - lastCallAtMs < LATELY_MS);
    }

    long lastCallAtMs() {
        return lastCallAtMs;
    }

    /** The credentials are good for this instance: those that were set aside may try again. */
    void accessWorks(CallInFlight call) {
        accessProven = true;
        accessDenials = accessDenials.allowed(call.flowId());
        queue.recallAside();
    }

    /** @param madeAtMs when the chat began at the earliest */
    void chatStarted(CallInFlight call, String contactId, long madeAtMs, long nowMs) {
        if (call.probes().testsLease()) {
            leaseTests = leaseTests.succeeded(nowMs);
            leases.drop(call.probes().testedLease());
        }
        if (leases.hasEnded(contactId)) {
            visibility = visibility.endSeen(nowMs - madeAtMs);
        } else if (tracks()) {
            own.started(contactId, madeAtMs, MAX_OWN_OF_QUOTA * limits.quota());
        }
        if (tracks()) {
            leases.started(contactId, call.chatDuration(), madeAtMs, nowMs);
        }
        noticeMissedEnds(nowMs);
        boundLeases();
        limit = limit.started(call.probes().ofLimit(), used(), nowMs);
    }

    void foundFull(CallInFlight call, Backoff backoff, long nowMs, double draw) {
        if (call.probes().testsLease()) {
            leaseTests = leaseTests.failed(limits.quota(), backoff, nowMs, draw);
            return;
        }
        limit = limit.full(used(), call.issuedAtMs(), call.probes().ofLimit(), backoff, nowMs, draw);
    }

    /** Access was denied, and it may concern the whole instance. */
    void accessDenied(CallInFlight call, Backoff backoff, long nowMs, double draw) {
        accessProven = false;
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

    /**
     * An operator wants the next probes now.
     *
     * @param dryRun whether only to tell
     * @return what holds the instance, in a few words
     */
    List<String> probeDue(boolean dryRun, long nowMs) {
        List<String> held = new ArrayList<>();
        if (accessDenials.held()) {
            held.add(instanceId + " (access denied)");
        }
        if (faults.held()) {
            held.add(instanceId + " (no useful answers)");
        }
        if (limit.held()) {
            held.add(instanceId + " (full)");
        }
        if (!dryRun && !held.isEmpty()) {
            changed.accept(this);
            accessDenials = accessDenials.probeDue(nowMs);
            faults = faults.probeDue(nowMs);
            limit = limit.probeDue(nowMs);
        }
        return held;
    }

    /** Something was seen of a chat. Returns whether it freed a slot. */
    boolean chatSeen(ChatSeen event, long nowMs) {
        changed.accept(this);
        usedAtMs = nowMs;
        visibility = visibility.eventCame();
        boolean known = leases.contains(event.initialContactId());
        long openedAtMs = leases.openedAtMs(event.initialContactId());
        boolean freed = leases.seen(event, nowMs);
        if (freed) {
            lifetimes.add(Math.min(nowMs, event.at().toEpochMilli()) - openedAtMs);
            limit = limit.freed();
            endSeenAtMs = nowMs;
        }
        if (freed || (!known && event.kind() == ChatSeen.Kind.ENDED)) {
            endSeen(event.initialContactId(), nowMs);
        }
        noticeMissedEnds(nowMs);
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
        noticeMissedEnds(nowMs);
        followVisibility();
        if (over > 0 || leases.isEmpty()) {
            changed.accept(this);
        }
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

    boolean ignoresEvents() {
        return limits.contactEvents() == ChatEndVisibility.Mode.OFF;
    }

    /** What was learned of chats says nothing of calls in flight, nor the other way round. */
    private void followVisibility() {
        if (visibility.gates() != limitOfChats) {
            limitOfChats = visibility.gates();
            limit = nothingLearned(limitOfChats);
        }
    }

    private void boundLeases() {
        followVisibility();
        if (!visibility.gates()) {
            leases.keepNewest(MAX_LEASES_OF_QUOTA * limits.quota());
        }
    }

    private InstanceLimitsRow learned() {
        return InstanceLimitsRow.of(limit, accessDenials, visibility);
    }
}
