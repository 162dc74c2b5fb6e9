package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.LaneStore.Retention;
import chatcontacts.dispatch.store.PendingRow;
import chatcontacts.dispatch.store.RequestRow.Called;
import chatcontacts.dispatch.store.Table;
import chatcontacts.domain.admission.ProbeBudget;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one lane: its limits, its instances, its open requests and its calls in flight. State without rules;
 * {@link Deduplication}, {@link DispatchMessageHandler}, {@link AdmissionControl}, {@link CallResultHandler},
 * {@link OutcomeRecorder} and {@link Housekeeping} have those. Belongs to the stream thread.
 */
final class Lane {

    private final String name;
    private LaneLimits limits;
    private final LaneStore store;
    private final FormatVersions formats;
    private final LaneLimiter limiter;
    private final ProbeBudget budget;
    private final CallsInFlight calls = new CallsInFlight();
    private final Overrides overrides;
    private final OpenRequests requests = new OpenRequests();
    private final Map<String, InstanceState> instances = new LinkedHashMap<>();

    /** Those that reported a change in this step. */
    private final Set<InstanceState> changed = new LinkedHashSet<>();

    /** What requests that settled in this step leave in their rows, by the time when it may be forgotten. */
    private final Map<Retention, NavigableMap<Long, List<RequestId>>> expiriesNow = new EnumMap<>(Retention.class);

    /** Settled requests whose duplicates wait for their turn. */
    private final Deque<RequestId> replays = new ArrayDeque<>();

    /** Whether doubtful chats are asked for. */
    private boolean reconciles;

    /** When leases, ended contacts or settled requests may next be let go. */
    private long housekeepingAtMs;

    Lane(String name, LaneLimits limits, DispatchSettings common, FormatVersions formats, Table table, long nowMs) {
        this.name = name;
        this.limits = limits;
        this.formats = formats;
        this.store = new LaneStore(table, name, formats);
        this.overrides = new Overrides(store);
        this.limiter = new LaneLimiter(limits.rate().value(), common.probes().share(), nowMs);
        this.budget = ProbeBudget.of(
                common.probes().wastedPerStart(), common.hold().longest().toMillis());
    }

    String name() {
        return name;
    }

    /** The limits that hold now. */
    LaneLimits limits() {
        return limits;
    }

    /** From now on other limits hold. */
    void change(LimitChange change, long nowMs) {
        limits = limits.with(change);
        limiter.limit(limits.rate().value(), nowMs);
        instances.values().forEach(it -> it.limits(limits.instance(it.instanceId()), nowMs));
    }

    LaneStore store() {
        return store;
    }

    FormatVersions formats() {
        return formats;
    }

    /** What operators have set. */
    Overrides overrides() {
        return overrides;
    }

    LaneLimiter limiter() {
        return limiter;
    }

    CallsInFlight calls() {
        return calls;
    }

    OpenRequests requests() {
        return requests;
    }

    /** Whether doubtful chats are asked for at present, so that no call has to test whether one has ended. */
    boolean reconciles() {
        return reconciles;
    }

    void reconciles(boolean now) {
        reconciles = now;
    }

    InstanceState instance(String instanceId, long nowMs) {
        return instances.computeIfAbsent(
                instanceId,
                id -> new InstanceState(
                        id,
                        limits.instance(id),
                        limits.lookups().isPresent(),
                        budget,
                        store,
                        calls,
                        changed::add,
                        nowMs));
    }

    Collection<InstanceState> instances() {
        return Collections.unmodifiableCollection(instances.values());
    }

    /**
     * Opens a request, which waits from now on.
     *
     * @param bytes its message
     * @param before what is known of earlier calls with its token
     */
    void open(RequestId id, Envelope envelope, byte[] bytes, Called before, long deadlineMs, long nowMs) {
        PendingRequest request = new PendingRequest(
                instance(envelope.instanceId(), nowMs),
                id,
                requests.nextArrival(),
                envelope.priority(),
                envelope.acceptedAt().toEpochMilli(),
                deadlineMs);
        store.putPayload(id, request.arrival(), bytes);
        if (before.equals(Called.NOT_YET)) {
            store.request(id).ifPresent(expired -> store.deleteRequest(id));
        } else {
            request.resume(before);
            requests.markCalled(request);
            store.putRequest(id, before);
        }
        requests.watchDeadline(request);
        long earliestMs = envelope.notBefore().map(Instant::toEpochMilli).orElse(nowMs);
        if (earliestMs > nowMs) {
            request.notBefore(earliestMs);
            requests.markCalled(request);
            store.putRequest(id, request.row());
            requests.park(request, Place.BACKING_OFF);
        } else {
            requests.park(request, Place.READY);
        }
    }

    /**
     * The request waits on with another priority or deadline, in its order of arrival.
     *
     * @param envelope the new one
     * @param bytes its message with that
     */
    void replace(PendingRequest request, Envelope envelope, byte[] bytes) {
        Place place = request.place();
        PendingRequest next = request.with(envelope.priority(), request.row().deadlineMs(envelope));
        requests.take(request);
        requests.close(request);
        store.putPayload(next.id(), next.arrival(), bytes);
        if (next.wasCalled()) {
            requests.markCalled(next);
        }
        requests.watchDeadline(next);
        requests.park(next, place);
    }

    /** The open request with that id, arrival and envelope. */
    @Nullable
    PendingRequest find(RequestId id, long arrival, Envelope envelope) {
        PendingRequest known = requests.findCalled(id);
        return known != null ? known : queued(envelope, arrival);
    }

    private @Nullable PendingRequest queued(Envelope envelope, long arrival) {
        InstanceState instance = instances.get(envelope.instanceId());
        return instance == null ? null : instance.queue().find(envelope.priority(), arrival);
    }

    /** The message of an open request. */
    Request message(PendingRequest request) {
        return store.payload(request.id())
                .map(PendingRow::request)
                .orElseThrow(() -> new IllegalStateException("an open request has no payload"));
    }

    /** Connect answered: a hold of the lane is over, and those whose probes failed take their old places again. */
    void answered() {
        if (limiter.answered()) {
            instances.values().stream()
                    .filter(it -> !it.accessDenials().held())
                    .forEach(it -> it.queue().recallAside());
        }
    }

    /** The request has its outcome, and its row may be forgotten then. */
    void settled(RequestId id, long expiresAtMs) {
        expire(Retention.REQUEST, id, expiresAtMs);
    }

    /** What opens the chat of that settled request is to be removed then, before the rest is forgotten. */
    void keepsCredentials(RequestId id, long expiresAtMs) {
        expire(Retention.CREDENTIALS, id, expiresAtMs);
    }

    private void expire(Retention retention, RequestId id, long expiresAtMs) {
        expiriesNow
                .computeIfAbsent(retention, it -> new TreeMap<>())
                .computeIfAbsent(expiresAtMs, atMs -> new ArrayList<>())
                .add(id);
    }

    /** When the end of that chat was seen, if that was less than an hour ago and no segment of it goes on. */
    Optional<Instant> endSeen(String instanceId, String contactId) {
        InstanceState instance = instances.get(instanceId);
        return instance == null ? Optional.empty() : instance.chats().leases().endSeen(contactId);
    }

    /** The duplicates of that settled request are to be answered. */
    void replayDuplicatesOf(RequestId id) {
        replays.add(id);
    }

    /** The same, before all others. */
    void goOnReplaying(RequestId id) {
        replays.addFirst(id);
    }

    @Nullable
    RequestId nextReplay() {
        return replays.poll();
    }

    boolean hasReplays() {
        return !replays.isEmpty();
    }

    /** Notes when that retention of those requests, which settled together, is over. */
    void putExpiry(Retention retention, long expiresAtMs, List<RequestId> ids) {
        store.putExpiry(retention, expiresAtMs, ids);
        housekeepingAtMs = Math.min(housekeepingAtMs, expiresAtMs);
    }

    long housekeepingAtMs() {
        return housekeepingAtMs;
    }

    /** The housekeeping was done, and is due again then. */
    void housekeepingDone(long nextMs) {
        housekeepingAtMs = nextMs;
    }

    /** Whether requests of that instance are called: it is configured, or unlisted ones are accepted. */
    boolean serves(InstanceState instance) {
        return limits.serves(instance.instanceId());
    }

    /** Whether another instance has calls, or had some lately, and may have more. */
    boolean hasOtherBusy(InstanceState one, long nowMs) {
        return instances.values().stream().anyMatch(it -> it != one && it.isBusy(nowMs));
    }

    /** Whether no other instance has anything to do that nothing holds back. */
    boolean hasNoOtherAtWork(InstanceState one) {
        return instances.values().stream().noneMatch(it -> it != one && serves(it) && it.isAtWork());
    }

    /** Whether no request is open. */
    boolean isIdle() {
        return requests.isEmpty() && calls.size() == 0;
    }

    /** Writes what changed in this step and lets go of what is no longer needed. */
    void endStep() {
        expiriesNow.forEach(
                (retention, byTime) -> byTime.forEach((expiresAtMs, ids) -> putExpiry(retention, expiresAtMs, ids)));
        expiriesNow.clear();
        if (isIdle()) {
            housekeepingAtMs = Math.min(housekeepingAtMs, limiter.nextForgetMs());
        }
        boolean learns =
                !limits.isRemoved(); // else what was learned under its own settings stays, in case it comes back
        if (learns) {
            limiter.writeLearned(store);
        }
        for (InstanceState instance : changed) {
            if (learns) {
                instance.writeLearned();
            }
            Leases leases = instance.chats().leases();
            housekeepingAtMs = Math.min(housekeepingAtMs, Math.min(leases.nextEndMs(), leases.nextForgetMs()));
            housekeepingAtMs = Math.min(
                    housekeepingAtMs,
                    Math.min(instance.nextForgetMs(), instance.chats().nextOverdueMs()));
            if (instance.isForgettable()) {
                instances.remove(instance.instanceId());
            }
        }
        changed.clear();
    }
}
