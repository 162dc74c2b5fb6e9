package chatcontacts.dispatch;

import chatcontacts.domain.admission.LaneHold;
import chatcontacts.domain.admission.Pace;
import chatcontacts.domain.admission.Quota;
import chatcontacts.domain.admission.Refusals;
import chatcontacts.domain.admission.Sight;
import chatcontacts.domain.admission.StartRate;
import chatcontacts.wire.ByteReader;
import chatcontacts.wire.ByteWriter;
import java.util.List;
import java.util.Map;

/** What outlives a restart of the limits that were learned: times and steps, never a probe that was out. */
final class Learned {

    private static final int VERSION = 1;
    private static final List<LaneHold.Cause> CAUSES =
            List.of(LaneHold.Cause.NONE, LaneHold.Cause.OUTAGE, LaneHold.Cause.CREDENTIALS);

    private Learned() {}

    /** Of an instance. */
    record OfInstance(
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

        static OfInstance of(Quota quota, Refusals refusals, Sight sight) {
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

        Quota quota(int configured) {
            return new Quota(
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

        Refusals refusals() {
            return new Refusals(Map.of(), refusalStep, refusedUntilMs, refused, false);
        }

        Sight sight(Sight.Mode mode) {
            return new Sight(mode, eventSeen, seesEnds, List.of());
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
    record OfLane(long cutAtMs, long cutMilliRate, LaneHold.Cause cause, int step, long untilMs) {

        static OfLane of(Pace pace, LaneHold hold) {
            return new OfLane(
                    pace.cut().atMs(),
                    (long) (pace.cut().ratePerSecond() * 1000),
                    hold.cause(),
                    hold.step(),
                    hold.untilMs());
        }

        Pace.Cut cut() {
            return new Pace.Cut(cutMilliRate / 1000.0, cutAtMs);
        }

        LaneHold hold() {
            return new LaneHold(cause, step, untilMs, false);
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
