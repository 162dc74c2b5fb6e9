package chatcontacts.dispatch.store;

import chatcontacts.domain.admission.AccessDenials;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.ConcurrencyLimit;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.admission.RateLimiter;
import chatcontacts.domain.admission.StartRate;
import chatcontacts.wire.ByteReader;
import chatcontacts.wire.ByteWriter;
import java.util.List;
import java.util.Map;

/** What outlives a restart of the limits that were learned: times and steps, never a probe that was out. */
public final class LimitsRow {

    private static final int VERSION = 1;
    private static final List<LaneCircuitBreaker.Cause> CAUSES = List.of(
            LaneCircuitBreaker.Cause.NONE, LaneCircuitBreaker.Cause.OUTAGE, LaneCircuitBreaker.Cause.CREDENTIALS);

    private LimitsRow() {}

    /** Of an instance. */
    public record OfInstance(
            int ceiling,
            int quotaStep,
            boolean full,
            long probeAtMs,
            long sinceMs,
            boolean refused,
            int refusalStep,
            long refusedUntilMs,
            boolean eventSeen,
            boolean seesEnds) {

        public static OfInstance of(ConcurrencyLimit quota, AccessDenials refusals, ChatEndVisibility sight) {
            boolean unlimited = !quota.held() && quota.ceiling() == quota.configured();
            return new OfInstance(
                    unlimited ? Integer.MAX_VALUE : quota.ceiling(),
                    quota.step(),
                    quota.held(),
                    unlimited ? 0 : quota.probeAtMs(),
                    quota.sinceMs(),
                    refusals.held(),
                    refusals.step(),
                    refusals.untilMs(),
                    sight.eventSeen(),
                    sight.sees());
        }

        public ConcurrencyLimit quota(int configured) {
            return new ConcurrencyLimit(
                    configured,
                    Math.clamp(ceiling, 1, configured),
                    quotaStep,
                    full,
                    probeAtMs,
                    sinceMs,
                    0,
                    false,
                    StartRate.NONE);
        }

        public AccessDenials refusals() {
            return new AccessDenials(Map.of(), refusalStep, refusedUntilMs, refused, false);
        }

        public ChatEndVisibility sight(ChatEndVisibility.Mode mode) {
            return new ChatEndVisibility(mode, eventSeen, seesEnds, List.of());
        }

        byte[] toBytes() {
            return new ByteWriter(48)
                    .octet(VERSION)
                    .number(ceiling)
                    .number(quotaStep)
                    .flag(full)
                    .number(probeAtMs)
                    .number(sinceMs)
                    .flag(refused)
                    .number(refusalStep)
                    .number(refusedUntilMs)
                    .flag(eventSeen)
                    .flag(seesEnds)
                    .toBytes();
        }

        static OfInstance fromBytes(byte[] bytes) {
            ByteReader in = versioned(bytes);
            return new OfInstance(
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
    public record OfLane(long cutAtMs, long cutMilliRate, LaneCircuitBreaker.Cause cause, int step, long untilMs) {

        public static OfLane of(RateLimiter pace, LaneCircuitBreaker hold) {
            return new OfLane(
                    pace.cut().atMs(),
                    (long) (pace.cut().ratePerSecond() * 1000),
                    hold.cause(),
                    hold.step(),
                    hold.untilMs());
        }

        public RateLimiter.Cut cut() {
            return new RateLimiter.Cut(cutMilliRate / 1000.0, cutAtMs);
        }

        public LaneCircuitBreaker hold() {
            return new LaneCircuitBreaker(cause, step, untilMs, false);
        }

        byte[] toBytes() {
            return new ByteWriter(32)
                    .octet(VERSION)
                    .number(cutAtMs)
                    .number(cutMilliRate)
                    .octet(CAUSES.indexOf(cause))
                    .number(step)
                    .number(untilMs)
                    .toBytes();
        }

        static OfLane fromBytes(byte[] bytes) {
            ByteReader in = versioned(bytes);
            return new OfLane(in.number(), in.number(), CAUSES.get(in.octet()), in.integer(), in.number());
        }
    }

    private static ByteReader versioned(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.octet();
        if (version != VERSION) {
            throw new ByteReader.CorruptBytesException("learned limits of version " + version + ", known: " + VERSION);
        }
        return in;
    }
}
