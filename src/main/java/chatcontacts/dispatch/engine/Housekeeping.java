package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchMetrics.LeaseEnd;
import chatcontacts.dispatch.store.LaneStore.Expiry;
import chatcontacts.dispatch.store.LaneStore.Retention;
import chatcontacts.dispatch.store.RequestRow.Settled;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.DispatchMessage.Request;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Does what is due by the clock: deadlines, next attempts, leases that end, what opens chats, settled requests to forget. Bounded each time. */
final class Housekeeping {

    private static final int MAX_DEADLINES_A_STEP = 500;
    private static final int MAX_EXPIRIES_A_STEP = 50;
    private static final int MAX_FORGOTTEN_A_STEP = 500;
    private static final int MAX_ENDS_A_STEP = 500;

    /** Cleaning that is behind goes on after this long. */
    private static final long BUSY_PAUSE_MS = 20;

    /** Cleaning that is not behind waits at least this long, so that a quiet service stays quiet. */
    private static final long QUIET_PAUSE_MS = 30_000;

    private final Lane lane;
    private final OutcomeRecorder outcomes;
    private final DispatchMetrics metrics;
    private final long tokenRetentionMs;
    private final Map<Retention, Long> purgedUpToMs = new EnumMap<>(Retention.class);

    Housekeeping(Lane lane, OutcomeRecorder outcomes, DispatchMetrics metrics, Duration tokenRetention) {
        this.tokenRetentionMs = tokenRetention.toMillis();
        this.lane = lane;
        this.outcomes = outcomes;
        this.metrics = metrics;
    }

    /** Does what is due. Returns when there is more. */
    long run(long nowMs) {
        long nextMs = Math.min(expireRequests(nowMs), lane.requests().endBackoffs(nowMs));
        if (nowMs >= lane.housekeepingAtMs()) {
            lane.housekeepingDone(cleanUp(nowMs));
        }
        return Math.min(nextMs, lane.housekeepingAtMs());
    }

    private long expireRequests(long nowMs) {
        for (int left = MAX_DEADLINES_A_STEP; ; left--) {
            PendingRequest first = lane.requests().firstToExpire(nowMs);
            if (first == null) {
                return Long.MAX_VALUE;
            }
            if (first.deadlineMs() > nowMs) {
                return first.deadlineMs();
            }
            if (left == 0) {
                return nowMs;
            }
            lane.requests().take(first);
            Request message = lane.message(first);
            outcomes.expired(first, message, nowMs);
        }
    }

    private long cleanUp(long nowMs) {
        long cleaningMs = Math.min(
                purge(Retention.REQUEST, this::forget, nowMs),
                purge(Retention.CREDENTIALS, this::removeCredentials, nowMs));
        long nextEndMs = Long.MAX_VALUE;
        if (lane.isIdle()) {
            lane.limiter().forgetUnused(nowMs);
            cleaningMs = Math.min(cleaningMs, lane.limiter().nextForgetMs());
        }
        for (InstanceState instance : lane.instances()) {
            int over = instance.cleanUpLeases(nowMs, MAX_ENDS_A_STEP);
            if (over > 0) {
                metrics.leasesEnded(lane.name(), LeaseEnd.TIME, over);
            }
            instance.forgetUnused(nowMs);
            cleaningMs = Math.min(cleaningMs, instance.chats().leases().nextForgetMs());
            cleaningMs = Math.min(
                    cleaningMs,
                    Math.min(instance.nextForgetMs(), instance.chats().nextOverdueMs()));
            nextEndMs = Math.min(nextEndMs, instance.chats().leases().nextEndMs());
        }
        long cleanAgainMs = cleaningMs <= nowMs ? nowMs + BUSY_PAUSE_MS : Math.max(cleaningMs, nowMs + QUIET_PAUSE_MS);
        return Math.min(cleanAgainMs, nextEndMs);
    }

    private interface Purge {
        void of(RequestId id, long nowMs);
    }

    /** Does what is due by the notes of one kind. Returns when there is more. */
    private long purge(Retention retention, Purge purge, long nowMs) {
        long fromMs = purgedUpToMs.getOrDefault(retention, 0L);
        List<Expiry> expiries = lane.store().expiries(retention, fromMs, MAX_EXPIRIES_A_STEP);
        int left = MAX_FORGOTTEN_A_STEP;
        for (Expiry expiry : expiries) {
            if (expiry.expiresAtMs() > nowMs) {
                return expiry.expiresAtMs();
            }
            if (left <= 0) {
                return nowMs;
            }
            left -= expiry.ids().size();
            expiry.ids().forEach(id -> purge.of(id, nowMs));
            lane.store().deleteExpiry(expiry);
            purgedUpToMs.put(retention, expiry.expiresAtMs());
        }
        return expiries.size() < MAX_EXPIRIES_A_STEP ? Long.MAX_VALUE : nowMs;
    }

    /** A request that was opened again, or settled again later, has another note of its own. */
    private void forget(RequestId id, long nowMs) {
        lane.store()
                .request(id)
                .filter(row -> row.isExpired(nowMs))
                .ifPresent(row -> lane.store().deleteRequest(id));
    }

    private void removeCredentials(RequestId id, long nowMs) {
        lane.store()
                .request(id)
                .filter(row -> row instanceof Settled settled && settled.settledAtMs() + tokenRetentionMs <= nowMs)
                .ifPresent(row -> lane.store().putRequest(id, ((Settled) row).withoutCredentials()));
    }
}
