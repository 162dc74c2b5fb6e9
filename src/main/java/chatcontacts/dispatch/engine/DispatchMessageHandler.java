package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchMetrics.LeaseEnd;
import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.dispatch.store.LaneStore.Repeat;
import chatcontacts.dispatch.store.PendingRow;
import chatcontacts.dispatch.store.RequestRow;
import chatcontacts.dispatch.store.RequestRow.Called;
import chatcontacts.dispatch.store.RequestRow.CancelledAhead;
import chatcontacts.dispatch.store.RequestRow.Settled;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.outcome.Outcome.Failed;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage.Cancellation;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes in what comes over the hop: requests, their repeats, cancellations, and what was seen of chats. */
public final class DispatchMessageHandler {

    /** How long a cancellation waits for its request. */
    static final Duration CANCELLATION_REMEMBERED = Duration.ofHours(1);

    /**
     * How long after its first call a token still surely stands for the same contact at Connect: its window of 7 days, as
     * documented for the sibling calls, less an hour for clocks.
     */
    static final Duration TOKEN_WINDOW = Duration.ofDays(7).minusHours(1);

    private static final int REPEATS_A_STEP = 50;

    private final Lane lane;
    private final OutcomeRecorder outcomes;
    private final DispatchMetrics meter;
    private final Set<InstanceState> touched;

    DispatchMessageHandler(Lane lane, OutcomeRecorder outcomes, DispatchMetrics meter, Set<InstanceState> touched) {
        this.lane = lane;
        this.outcomes = outcomes;
        this.meter = meter;
        this.touched = touched;
    }

    /**
     * A request came, or a repeat that waited is looked at again.
     *
     * @param message its bytes, which are stored as they are
     */
    void request(Request request, byte[] message, long nowMs) {
        Envelope envelope = request.envelope();
        RequestId id = RequestId.of(envelope.instanceId(), envelope.clientToken());
        Optional<PendingRow> first = lane.state.payload(id);
        if (first.isPresent()) {
            repeatOfOpen(id, first.get(), request, message, nowMs);
            return;
        }
        Optional<RequestRow> row = lane.state.request(id).filter(it -> !isExpired(it, nowMs));
        if (row.isEmpty()) {
            open(id, request, message, Called.NOT_YET, nowMs);
            return;
        }
        switch (row.get()) {
            case Settled settled -> repeatOfSettled(id, settled, request, message, nowMs);
            case CancelledAhead ignored ->
                outcomes.failedAtOnce(
                        id,
                        request,
                        Reason.CANCELLED,
                        "A cancellation came before the request.",
                        Called.NOT_YET,
                        nowMs);
            case Called called -> open(id, request, message, called, nowMs);
        }
    }

    private void repeatOfOpen(RequestId id, PendingRow first, Request request, byte[] message, long nowMs) {
        Envelope open = first.envelope();
        if (!open.fingerprint().equals(request.envelope().fingerprint())) {
            outcomes.tokenReused(request, nowMs);
            return;
        }
        lane.state.putRepeat(id, lane.nextArrival++, message);
        PendingRequest entry = entry(id, first.arrival(), open);
        if (entry != null) {
            entry.hasRepeats = true;
        }
    }

    private void repeatOfSettled(RequestId id, Settled row, Request request, byte[] message, long nowMs) {
        Envelope envelope = request.envelope();
        if (!row.fingerprint().equals(envelope.fingerprint())) {
            outcomes.tokenReused(request, nowMs);
        } else if (row.outcome() instanceof Failed && envelope.redriveCount() > row.redriveCount()) {
            Called before = new Called(
                    0, 0, false, row.doubtSinceMs(), false, row.firstCallAtMs(), 0, Optional.empty(), Optional.empty());
            open(id, request, message, before, nowMs);
        } else {
            outcomes.replayed(request, row);
        }
    }

    /** @param before what is known of earlier calls with this token */
    private void open(RequestId id, Request request, byte[] message, Called before, long nowMs) {
        Envelope envelope = request.envelope();
        long deadlineMs = deadline(envelope, before);
        if (deadlineMs <= nowMs) {
            outcomes.failedAtOnce(id, request, Reason.EXPIRED, Housekeeping.expiredMessage(deadlineMs), before, nowMs);
            return;
        }
        InstanceState instance = lane.instance(envelope.instanceId());
        PendingRequest entry = new PendingRequest(
                instance,
                id,
                lane.nextArrival++,
                envelope.priority(),
                envelope.acceptedAt().toEpochMilli(),
                deadlineMs);
        lane.state.putPayload(id, PendingRow.of(entry.arrival, message));
        if (before.equals(Called.NOT_YET)) {
            lane.state.request(id).ifPresent(expired -> lane.state.deleteRequest(id));
        } else {
            entry.called = before;
            lane.called.put(id, entry);
            lane.state.putRequest(id, before);
        }
        lane.deadlines.add(entry);
        lane.park(entry, Place.READY);
    }

    public static long deadline(Envelope envelope, Called called) {
        long asked = envelope.deadline().toEpochMilli();
        return called.firstCallAtMs() == RequestRow.NEVER
                ? asked
                : Math.min(asked, called.firstCallAtMs() + TOKEN_WINDOW.toMillis());
    }

    private static boolean isExpired(RequestRow row, long nowMs) {
        return switch (row) {
            case Settled settled -> settled.expiresAtMs() <= nowMs;
            case CancelledAhead cancelled -> cancelled.expiresAtMs() <= nowMs;
            case Called ignored -> false;
        };
    }

    /** A producer takes a request back: one that waits at once, one with a call out if that brings no chat. */
    void cancellation(Cancellation cancellation, long nowMs) {
        RequestId id = RequestId.of(cancellation.instanceId(), cancellation.clientToken());
        Optional<PendingRow> open = lane.state.payload(id);
        if (open.isPresent()) {
            cancelOpen(id, open.get(), nowMs);
            return;
        }
        if (lane.state.request(id).filter(row -> !isExpired(row, nowMs)).isEmpty()) {
            long expiresAtMs = nowMs + CANCELLATION_REMEMBERED.toMillis();
            lane.state.putRequest(id, new CancelledAhead(expiresAtMs));
            lane.putExpiry(expiresAtMs, List.of(id));
        }
    }

    private void cancelOpen(RequestId id, PendingRow payload, long nowMs) {
        Request request = payload.request();
        PendingRequest entry = entry(id, payload.arrival(), request.envelope());
        if (entry == null) {
            throw new IllegalStateException("an open request is not in the index");
        }
        if (entry.place == Place.IN_FLIGHT) {
            entry.called = entry.calledOrNotYet().withCancellation();
            lane.state.putRequest(id, entry.called);
        } else {
            lane.unpark(entry);
            touched.add(entry.instance);
            outcomes.failed(entry, request, Reason.CANCELLED, "The producer cancelled the request.", nowMs);
        }
    }

    private @Nullable PendingRequest entry(RequestId id, long arrival, Envelope envelope) {
        PendingRequest known = lane.called.get(id);
        if (known != null) {
            return known;
        }
        return lane.instance(envelope.instanceId()).find(envelope.priority(), arrival);
    }

    /** Something was seen of a chat. */
    void chatSeen(ChatSeen event, long nowMs) {
        InstanceState instance = lane.instance(event.instanceId());
        if (instance.settings.contactEvents() == ChatEndVisibility.Mode.OFF) {
            return;
        }
        touched.add(instance);
        instance.sight = instance.sight.event(event.initialContactId(), nowMs);
        if (instance.leases.seen(event, nowMs)) {
            meter.leasesEnded(lane.name, LeaseEnd.EVENT, 1);
            instance.quota = instance.quota.freed();
        }
        if (!instance.sight.gates()) {
            instance.leases.keepNewest(4 * instance.settings.concurrentChats());
        }
    }

    /** Looks again at repeats whose first has its outcome by now, a bounded number. */
    void replay(long nowMs) {
        RequestId id = lane.replays.poll();
        if (id == null) {
            return;
        }
        List<Repeat> repeats = lane.state.repeats(id, REPEATS_A_STEP);
        for (Repeat repeat : repeats) {
            lane.state.deleteRepeat(id, repeat.arrival());
            request((Request) DispatchCodec.fromBytes(repeat.message()), repeat.message(), nowMs);
        }
        // A repeat that was sent again may have opened the request anew: the others then wait for that.
        if (repeats.size() == REPEATS_A_STEP && !isOpenAgain(id)) {
            lane.replays.addFirst(id);
        }
    }

    private boolean isOpenAgain(RequestId id) {
        Optional<PendingRow> open = lane.state.payload(id);
        open.ifPresent(payload -> {
            PendingRequest entry = entry(id, payload.arrival(), payload.envelope());
            if (entry != null) {
                entry.hasRepeats = true;
            }
        });
        return open.isPresent();
    }
}
