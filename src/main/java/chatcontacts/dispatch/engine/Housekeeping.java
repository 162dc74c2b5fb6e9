package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchMetrics.LeaseEnd;
import chatcontacts.dispatch.engine.PendingRequest.Place;
import chatcontacts.dispatch.store.LaneStore.Expiry;
import chatcontacts.dispatch.store.RequestRow.Called;
import chatcontacts.dispatch.store.RequestRow.CancelledAhead;
import chatcontacts.dispatch.store.RequestRow.Settled;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.DispatchMessage.Request;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Does what is due by the clock: deadlines, next attempts, leases that end, settled requests to forget. Bounded each time. */
final class Housekeeping {

    private static final int DEADLINES_A_STEP = 500;
    private static final int EXPIRIES_A_STEP = 50;
    private static final int FORGOTTEN_A_STEP = 500;
    private static final int ENDS_A_STEP = 500;

    /** Cleaning that is behind goes on after this long. */
    private static final long BUSY_PAUSE_MS = 20;

    /** Cleaning that is not behind waits at least this long, so that a quiet service stays quiet. */
    private static final long QUIET_PAUSE_MS = 30_000;

    private final Lane lane;
    private final OutcomeRecorder outcomes;
    private final DispatchMetrics meter;
    private final Set<InstanceState> touched;
    private long purgedUpToMs;

    Housekeeping(Lane lane, OutcomeRecorder outcomes, DispatchMetrics meter, Set<InstanceState> touched) {
        this.lane = lane;
        this.outcomes = outcomes;
        this.meter = meter;
        this.touched = touched;
    }

    static String expiredMessage(long deadlineMs) {
        return "The deadline " + Instant.ofEpochMilli(deadlineMs) + " passed before the chat could be started.";
    }

    /** Does what is due. Returns when there is more. */
    long sweep(long nowMs) {
        long nextMs = Math.min(deadlines(nowMs), attempts(nowMs));
        if (nowMs >= lane.housekeepingAtMs) {
            lane.housekeepingAtMs = housekeeping(nowMs);
        }
        return Math.min(nextMs, lane.housekeepingAtMs);
    }

    private long deadlines(long nowMs) {
        for (int left = DEADLINES_A_STEP; ; left--) {
            PendingRequest entry = lane.deadlines.peek();
            while (entry != null && entry.place == Place.IN_FLIGHT && entry.deadlineMs <= nowMs) {
                lane.deadlines.remove(entry); // one in flight finds its deadline passed when it is answered
                entry = lane.deadlines.peek();
            }
            if (entry == null) {
                return Long.MAX_VALUE;
            }
            if (entry.deadlineMs > nowMs) {
                return entry.deadlineMs;
            }
            if (left == 0) {
                return nowMs;
            }
            lane.unpark(entry);
            touched.add(entry.instance);
            Request request = lane.state
                    .payload(entry.id())
                    .orElseThrow(() -> new IllegalStateException("a waiting request has no payload"))
                    .request();
            outcomes.failed(entry, request, Reason.EXPIRED, expiredMessage(entry.deadlineMs), nowMs);
        }
    }

    private long attempts(long nowMs) {
        while (true) {
            PendingRequest entry = lane.backoffs.peek();
            if (entry == null) {
                return Long.MAX_VALUE;
            }
            boolean waits = entry.place == Place.BACKING_OFF;
            if (waits && entry.calledOrNotYet().nextAttemptAtMs() > nowMs) {
                return entry.calledOrNotYet().nextAttemptAtMs();
            }
            lane.backoffs.remove();
            if (waits) {
                lane.unpark(entry);
                lane.park(entry, Place.READY);
            }
        }
    }

    private long housekeeping(long nowMs) {
        long cleaningMs = purge(nowMs);
        long nextEndMs = Long.MAX_VALUE;
        for (InstanceState instance : lane.instances.values()) {
            int over = instance.leases.expire(nowMs);
            if (over > 0) {
                meter.leasesEnded(lane.name, LeaseEnd.TIME, over);
                instance.quota = instance.quota.freed();
                touched.add(instance);
            }
            instance.leases.forget(nowMs, ENDS_A_STEP);
            if (instance.leases.isEmpty()) {
                touched.add(instance);
            }
            cleaningMs = Math.min(cleaningMs, instance.leases.nextForgetMs());
            nextEndMs = Math.min(nextEndMs, instance.leases.nextEndMs());
        }
        long cleanAgainMs = cleaningMs <= nowMs ? nowMs + BUSY_PAUSE_MS : Math.max(cleaningMs, nowMs + QUIET_PAUSE_MS);
        return Math.min(cleanAgainMs, nextEndMs);
    }

    private long purge(long nowMs) {
        List<Expiry> expiries = lane.state.expiries(purgedUpToMs, EXPIRIES_A_STEP);
        int left = FORGOTTEN_A_STEP;
        for (Expiry expiry : expiries) {
            if (expiry.expiresAtMs() > nowMs) {
                return expiry.expiresAtMs();
            }
            if (left <= 0) {
                return nowMs;
            }
            left -= expiry.ids().size();
            expiry.ids().forEach(id -> forget(id, nowMs));
            lane.state.deleteExpiry(expiry);
            purgedUpToMs = expiry.expiresAtMs();
        }
        return expiries.size() < EXPIRIES_A_STEP ? Long.MAX_VALUE : nowMs;
    }

    /** A request that was opened again, or settled again later, has another note of its own. */
    private void forget(RequestId id, long nowMs) {
        lane.state.request(id).ifPresent(row -> {
            boolean over = switch (row) {
                case Settled settled -> settled.expiresAtMs() <= nowMs;
                case CancelledAhead cancelled -> cancelled.expiresAtMs() <= nowMs;
                case Called ignored -> false;
            };
            if (over) {
                lane.state.deleteRequest(id);
            }
        });
    }
}
