package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchMetrics.LeaseEnd;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ProbeGate;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.admission.RateLimiter;
import chatcontacts.domain.call.LookupResult;
import chatcontacts.domain.call.LookupResult.HasEnded;
import chatcontacts.domain.call.LookupResult.LookupDenied;
import chatcontacts.domain.call.LookupResult.LookupFailed;
import chatcontacts.domain.call.LookupResult.LookupThrottled;
import chatcontacts.domain.call.LookupResult.StillActive;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks Connect for chats whose ends may have been missed, the most doubtful first, within a rate of its own. Where chats that may have
 * ended stand in the way of requests it asks eagerly, elsewhere only for those that have more likely ended than not. What it learns
 * takes the way of contact events. Without the right to ask it stays off for a while. Belongs to the stream thread.
 */
final class Reconciliation {

    private static final int MAX_QUESTIONS = 10;

    /** Where a slot is needed, a chat is asked for once it has ended with this probability. */
    private static final double EAGER = 0.02;

    /** Where none is needed. */
    static final double LIKELY = 0.5;

    /** How soon a chat may be doubtful enough where a slot is needed. */
    private static final long EAGER_PAUSE_MS = 250;

    /** Elsewhere, so that a quiet service stays quiet. */
    private static final long QUIET_PAUSE_MS = 30_000;

    /** A right may be granted while the service runs. */
    private static final long DENIED_MS = Duration.ofMinutes(15).toMillis();

    private final Lane lane;
    private final EngineEffects effects;
    private final DispatchMetrics metrics;
    private final Backoff hold;
    private final RandomGenerator random;
    private final Set<String> asked = new HashSet<>(); // by the contact
    private Optional<RateLimiter> rateLimiter;
    private ProbeGate gate = ProbeGate.RELEASED;
    private long deniedUntilMs = Long.MIN_VALUE;
    private long lookAtMs = Long.MIN_VALUE;
    private boolean wasSlotNeeded;

    private record Doubt(InstanceState instance, String chatId, String contactId, double weight) {}

    Reconciliation(
            Lane lane,
            EngineEffects effects,
            DispatchMetrics metrics,
            Backoff hold,
            RandomGenerator random,
            long nowMs) {
        this.lane = lane;
        this.effects = effects;
        this.metrics = metrics;
        this.hold = hold;
        this.random = random;
        Optional<RateLimit> limit = lane.limits().lookups();
        this.rateLimiter = limit.map(it -> RateLimiter.starting(it, RateLimiter.Cut.NONE, nowMs));
    }

    /** Questions without an answer. */
    int open() {
        return asked.size();
    }

    /** Whether chats can be asked for at present. */
    boolean works(long nowMs) {
        return rateLimiter.isPresent() && nowMs >= deniedUntilMs && !gate.held();
    }

    /** Asks what may be asked now. Returns when there is more to ask, if nothing happens before. */
    long run(long nowMs) {
        if (rateLimiter.isEmpty()
                || lane.instances().stream().allMatch(it -> it.chats().leases().size() == 0)) {
            return Long.MAX_VALUE;
        }
        if (nowMs < deniedUntilMs) {
            return deniedUntilMs;
        }
        boolean slotNeeded = lane.requests().queued().stream().anyMatch(InstanceState::waitsForChatToEnd);
        if (nowMs >= lookAtMs || slotNeeded != wasSlotNeeded) {
            lookAtMs = ask(rateLimiter.get().refilled(nowMs), slotNeeded, nowMs);
            wasSlotNeeded = slotNeeded;
        }
        return lookAtMs;
    }

    private long ask(RateLimiter refilled, boolean slotNeeded, long nowMs) {
        RateLimiter bucket = refilled;
        long nextMs = Long.MAX_VALUE;
        while (asked.size() < MAX_QUESTIONS) {
            if (!gate.admits(nowMs)) {
                nextMs = gate.nextProbeAtMs();
                break;
            }
            if (!bucket.hasToken()) {
                nextMs = bucket.nextTokenAtMs();
                break;
            }
            Doubt doubt = greatest(nowMs);
            if (doubt == null) {
                nextMs = nowMs + (slotNeeded ? EAGER_PAUSE_MS : QUIET_PAUSE_MS);
                break;
            }
            bucket = bucket.taken();
            if (gate.held()) {
                gate = gate.probeSent();
            }
            asked.add(doubt.contactId);
            effects.lookUp(new ContactQuestion(
                    lane.name(), doubt.instance.instanceId(), doubt.chatId, doubt.contactId, nowMs));
        }
        rateLimiter = Optional.of(bucket);
        return nextMs;
    }

    private @Nullable Doubt greatest(long nowMs) {
        Doubt greatest = null;
        for (InstanceState instance : lane.instances()) {
            boolean eager = instance.waitsForChatToEnd() && instance.queue().size() > 0;
            for (Leases.Age age : instance.chats().leases().ages(nowMs)) {
                double ended = instance.chats().lifetimes().probabilityOfEnd(age.aliveAgeMs(), age.ageMs());
                double weight = eager ? ended + 1 : ended;
                boolean worth = ended >= (eager ? EAGER : LIKELY) && !asked.contains(age.contactId());
                if (worth && (greatest == null || weight > greatest.weight)) {
                    greatest = new Doubt(instance, age.chatId(), age.contactId(), weight);
                }
            }
        }
        return greatest;
    }

    /** Handles an answer. */
    void answered(ContactQuestion question, LookupResult result, long nowMs) {
        if (!asked.remove(question.contactId()) || rateLimiter.isEmpty()) {
            return;
        }
        lookAtMs = nowMs;
        RateLimiter bucket = rateLimiter.get();
        rateLimiter = Optional.of(
                result instanceof LookupThrottled
                        ? bucket.throttled(question.askedAtMs(), nowMs)
                        : bucket.notThrottled(question.askedAtMs()));
        switch (result) {
            case StillActive it -> {
                gate = ProbeGate.RELEASED;
                lane.instance(question.instanceId(), nowMs)
                        .chats()
                        .leases()
                        .seenActive(question.chatId(), question.askedAtMs());
            }
            case HasEnded it -> {
                gate = ProbeGate.RELEASED;
                ended(question, it.disconnectedAt().orElse(Instant.ofEpochMilli(nowMs)), nowMs);
            }
            case LookupThrottled it -> gate = gate.held() ? gate.probeLost() : gate;
            case LookupDenied it -> {
                gate = ProbeGate.RELEASED;
                deniedUntilMs = nowMs + DENIED_MS;
            }
            case LookupFailed it -> gate = gate.failed(gate.probing(), hold, nowMs, random.nextDouble());
        }
    }

    private void ended(ContactQuestion question, Instant at, long nowMs) {
        ChatSeen end = new ChatSeen(
                question.instanceId(),
                question.contactId(),
                question.chatId(),
                ChatSeen.Kind.ENDED,
                at,
                ChatSeen.Regions.NONE);
        InstanceState instance = lane.instance(question.instanceId(), nowMs);
        if (instance.chatSeen(end, nowMs)) {
            instance.chats().endReconciled();
            metrics.leasesEnded(lane.name(), LeaseEnd.RECONCILIATION, 1);
        }
    }
}
