package chatcontacts.dispatch.store;

import chatcontacts.domain.admission.AccessDenials;
import chatcontacts.domain.admission.ActiveChatLimit;
import chatcontacts.domain.admission.BlindCallLimit;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.ConcurrencyLimit;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.admission.ProbeGate;
import chatcontacts.domain.admission.RateLimiter;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.wire.ByteReader;
import chatcontacts.wire.ByteWriter;
import java.time.Duration;
import java.util.List;

/** What outlives a restart of the limits that were learned: times and steps, never a probe that was in flight. */
public final class LimitsRow {

    private static final List<LaneCircuitBreaker.HoldCause> CAUSES = List.of(
            LaneCircuitBreaker.HoldCause.NONE,
            LaneCircuitBreaker.HoldCause.OUTAGE,
            LaneCircuitBreaker.HoldCause.CREDENTIALS);

    private LimitsRow() {}

    /** Of an instance. */
    public record InstanceLimitsRow(
            int limit,
            int limitStep,
            boolean full,
            long probeAtMs,
            long sinceMs,
            boolean denied,
            int denialStep,
            long deniedUntilMs,
            boolean eventSeen,
            boolean endsVisible) {

        public static InstanceLimitsRow of(
                ConcurrencyLimit limit, AccessDenials accessDenials, ChatEndVisibility visibility) {
            ProbeGate full = limit.gate();
            ProbeGate denied = accessDenials.gate();
            boolean unlimited = !full.held() && limit.limit() == limit.configured();
            return new InstanceLimitsRow(
                    unlimited ? Integer.MAX_VALUE : limit.limit(),
                    full.step(),
                    full.held(),
                    unlimited ? 0 : full.untilMs(),
                    limit.sinceMs(),
                    denied.held(),
                    denied.step(),
                    denied.untilMs(),
                    visibility.eventSeen(),
                    visibility.visible());
        }

        /**
         * The limit as it was when the row was written.
         *
         * @param fresh one of the same kind that has learned nothing
         */
        public ConcurrencyLimit concurrencyLimit(ConcurrencyLimit fresh) {
            int learned = Math.clamp(limit, 1, fresh.configured());
            ProbeGate gate = ProbeGate.restored(full, limitStep, probeAtMs);
            return switch (fresh) {
                case ActiveChatLimit it -> new ActiveChatLimit(it.configured(), learned, gate, sinceMs, 0);
                case BlindCallLimit it ->
                    new BlindCallLimit(it.configured(), learned, gate, sinceMs, 0, 0, it.budget());
            };
        }

        public AccessDenials accessDenials() {
            return AccessDenials.restored(denied, denialStep, deniedUntilMs);
        }

        public ChatEndVisibility visibility(ChatEndVisibility.Mode mode) {
            return ChatEndVisibility.restored(mode, eventSeen, endsVisible);
        }

        /** The same without times that a right clock cannot have written: no hold ends later than that, nothing is still to come. */
        public InstanceLimitsRow clamped(Duration longest, long nowMs) {
            long latestMs = nowMs + longest.toMillis();
            return new InstanceLimitsRow(
                    limit,
                    limitStep,
                    full,
                    Math.min(probeAtMs, latestMs),
                    Math.min(sinceMs, nowMs),
                    denied,
                    denialStep,
                    Math.min(deniedUntilMs, latestMs),
                    eventSeen,
                    endsVisible);
        }

        byte[] toBytes(FormatVersions formats) {
            return new ByteWriter(48)
                    .octet(formats.write())
                    .number(limit)
                    .number(limitStep)
                    .flag(full)
                    .number(probeAtMs)
                    .number(sinceMs)
                    .flag(denied)
                    .number(denialStep)
                    .number(deniedUntilMs)
                    .flag(eventSeen)
                    .flag(endsVisible)
                    .toBytes();
        }

        static InstanceLimitsRow fromBytes(byte[] bytes, FormatVersions formats) {
            ByteReader in = versioned(bytes, formats);
            return new InstanceLimitsRow(
                    in.integer(),
                    in.integer(),
                    in.flag(),
                    in.number(),
                    in.number(),
                    in.flag(),
                    in.integer(),
                    in.number(),
                    in.flag(),
                    in.flag());
        }
    }

    /** Of a lane. */
    public record LaneLimitsRow(
            long cutAtMs, long heldMilliRate, LaneCircuitBreaker.HoldCause cause, int step, long untilMs) {

        /** Of a lane that was never lowered or held. */
        public static final LaneLimitsRow NOTHING =
                new LaneLimitsRow(RateLimiter.Cut.NONE.atMs(), 0, LaneCircuitBreaker.HoldCause.NONE, 0, 0);

        public static LaneLimitsRow of(RateLimiter rateLimiter, LaneCircuitBreaker breaker) {
            return new LaneLimitsRow(
                    rateLimiter.cut().atMs(),
                    (long) (rateLimiter.cut().heldRate() * 1000),
                    breaker.cause(),
                    breaker.gate().step(),
                    breaker.gate().untilMs());
        }

        public RateLimiter.Cut cut() {
            return new RateLimiter.Cut(heldMilliRate / 1000.0, cutAtMs);
        }

        public LaneCircuitBreaker breaker() {
            return LaneCircuitBreaker.restored(cause, step, untilMs);
        }

        /** The same without times that a right clock cannot have written. */
        public LaneLimitsRow clamped(Duration longest, long nowMs) {
            return new LaneLimitsRow(
                    Math.min(cutAtMs, nowMs),
                    heldMilliRate,
                    cause,
                    step,
                    Math.min(untilMs, nowMs + longest.toMillis()));
        }

        byte[] toBytes(FormatVersions formats) {
            return new ByteWriter(32)
                    .octet(formats.write())
                    .number(cutAtMs)
                    .number(heldMilliRate)
                    .octet(CAUSES.indexOf(cause))
                    .number(step)
                    .number(untilMs)
                    .toBytes();
        }

        static LaneLimitsRow fromBytes(byte[] bytes, FormatVersions formats) {
            ByteReader in = versioned(bytes, formats);
            return new LaneLimitsRow(in.number(), in.number(), CAUSES.get(in.octet()), in.integer(), in.number());
        }
    }

    private static ByteReader versioned(byte[] bytes, FormatVersions formats) {
        return ByteReader.versioned(bytes, 0, "limits row", formats);
    }
}
