package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.LimitsRow.InstanceLimitsRow;
import chatcontacts.domain.admission.AccessDenials;
import chatcontacts.domain.admission.ActiveChatLimit;
import chatcontacts.domain.admission.Anticipation;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.BlindCallLimit;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.ConcurrencyLimit;
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

    /** An instance that was called within this time may want calls again. */
    private static final long LATELY_MS = 10_000;

    /** What is known of the events and the access of an instance without work is forgotten after this long. */
    private static final long UNUSED_MS = Duration.ofDays(1).toMillis();

    private final String instanceId;
    private InstanceLimits limits;
    private final ProbeBudget budget;
    private final LaneStore store;
    private final CallsInFlight calls;
    private final Consumer<InstanceState> changed;
    private final InstanceQueue queue = new InstanceQueue();
    private final InstanceChats chats;
    private ConcurrencyLimit limit;
    private Anticipation anticipation;
    /** Whether its credentials are known to be good, by the settings or by an answer. */
    private boolean accessProven;

    private AccessDenials accessDenials = AccessDenials.NONE;
    /** Of an instance with a rate of its own. */
    private Optional<RateLimiter> rateLimiter;

    private final FailureStreak failures = new FailureStreak();
    private ProbeGate faults = ProbeGate.RELEASED;
    private long lastCallAtMs = Long.MIN_VALUE / 2;
    /** Whether the limit was learned while chat ends were seen. */
    private boolean limitOfChats;

    private long usedAtMs;

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
        this.budget = budget;
        this.accessProven = limits.listed();
        this.store = store;
        this.calls = calls;
        this.changed = changed;
        this.chats = new InstanceChats(store, instanceId, limits, reconciled, nowMs);
        this.limitOfChats = chats.endsVisible();
        this.limit = nothingLearned(limitOfChats);
        this.anticipation = Anticipation.of(budget);
        this.rateLimiter = startingRate(limits, nowMs);
        this.usedAtMs = nowMs;
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
        chats.limits(next);
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
        chats.restore(plausible.visibility(chats.mode()));
        limitOfChats = chats.endsVisible();
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

    /** Whether nothing would be lost if this object were made anew: a new rate limiter would be empty. */
    boolean isForgettable() {
        return rateLimiter.isEmpty()
                && queue.size() == 0
                && inFlight() == 0
                && chats.leases().isEmpty()
                && !isProvenByAnswer()
                && written.equals(nothingLearned());
    }

    private boolean isProvenByAnswer() {
        return accessProven && !limits.listed();
    }

    private InstanceLimitsRow nothingLearned() {
        ChatEndVisibility unseen = chats.unseen();
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
            chats.forgetEvents();
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
        boolean knowsMore = isProvenByAnswer() || chats.knowsEventsOnly();
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

    InstanceChats chats() {
        return chats;
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

    long lastCall() {
        return lastCall;
    }

    int inFlight() {
        return calls.of(this);
    }

    /** Slots of the quota that are taken: calls in flight, requests in doubt and, where ends are seen, leases. */
    int used() {
        return inFlight() + queue.inDoubt() + chats.active();
    }

    /** The same without those that are taken beyond the quota since the ends of chats are anticipated. */
    int usedOfQuota() {
        return used() - anticipation.slots();
    }

    /** Slots that calls may take beyond the quota, for ends of chats that are anticipated or missing. */
    int slotsBeyondQuota() {
        return anticipation.slots() + (chats.isTesting() ? 1 : 0);
    }

    /** When a call may anticipate the end of one more chat; {@link Long#MAX_VALUE} where none may. */
    long anticipatesAtMs() {
        boolean full = chats.allEndsSeen() && usedOfQuota() == limit.configured();
        boolean learned = limit.held() || limit.limit() < limit.configured();
        return full && !learned && !faults.held() && !accessDenials.held() ? anticipation.nextAtMs() : Long.MAX_VALUE;
    }

    /** Whether chats that are known to be active take what the quota has, so that nothing may go until one ends. */
    boolean waitsForChatToEnd() {
        return chats.active() > 0 && used() >= limit.limit();
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
            chats.testSent();
        } else if (call.probes().anticipates() || (anticipation.slots() > 0 && used() > limit.limit())) {
            anticipation = anticipation.sent(call.probes().anticipates(), call.issuedAtMs());
        }
        accessDenials = accessDenials.probeSent();
    }

    /** A call has its result. */
    void callEnded(CallInFlight call, long nowMs) {
        changed.accept(this);
        usedAtMs = nowMs;
        if (call.probes().testsLease()) {
            chats.testLost();
        }
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
        chats.started(call, contactId, madeAtMs, nowMs);
        boundLeases();
        limit = limit.started(call.probes().ofLimit(), used(), nowMs);
        anticipation = anticipation.started(used(), limit.configured(), nowMs);
    }

    void foundFull(CallInFlight call, Backoff backoff, long nowMs, double draw) {
        if (call.probes().testsLease()) {
            chats.testFailed(backoff, nowMs, draw);
        } else if (anticipation.explains(call.issuedAtMs(), nowMs)) {
            anticipation = anticipation.full();
            limitProbeLost(call);
        } else {
            anticipation = anticipation.none();
            limit = limit.full(used(), call.issuedAtMs(), call.probes().ofLimit(), backoff, nowMs, draw);
        }
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
        boolean freed = chats.seen(event, nowMs);
        if (freed) {
            limit = limit.freed();
        }
        boundLeases();
        return freed;
    }

    /** Ends the leases whose time is over, and forgets old ends, a bounded number. Returns how many leases ended. */
    int cleanUpLeases(long nowMs, int maxForgotten) {
        int over = chats.cleanUp(nowMs, maxForgotten);
        if (over > 0) {
            limit = limit.freed();
        }
        followVisibility();
        if (over > 0 || chats.leases().isEmpty()) {
            changed.accept(this);
        }
        return over;
    }

    /** What was learned of chats says nothing of calls in flight, nor the other way round. */
    private void followVisibility() {
        if (chats.endsVisible() != limitOfChats) {
            limitOfChats = chats.endsVisible();
            limit = nothingLearned(limitOfChats);
            chats.forgetMissed();
        }
        if (!chats.allEndsSeen()) {
            anticipation = anticipation.none();
        }
    }

    private void boundLeases() {
        followVisibility();
        chats.bound();
    }

    private InstanceLimitsRow learned() {
        return InstanceLimitsRow.of(limit, accessDenials, chats.visibility());
    }
}
