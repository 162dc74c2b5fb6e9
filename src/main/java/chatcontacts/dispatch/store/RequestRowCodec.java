package chatcontacts.dispatch.store;

import chatcontacts.dispatch.store.RequestRow.CallTimes;
import chatcontacts.dispatch.store.RequestRow.Called;
import chatcontacts.dispatch.store.RequestRow.CancelledAhead;
import chatcontacts.dispatch.store.RequestRow.LastFailure;
import chatcontacts.dispatch.store.RequestRow.Moved;
import chatcontacts.dispatch.store.RequestRow.Settled;
import chatcontacts.domain.control.MoveTarget;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.Fingerprint;
import chatcontacts.wire.ByteReader;
import chatcontacts.wire.ByteReader.CorruptBytesException;
import chatcontacts.wire.ByteWriter;
import java.util.List;

/** The bytes of a {@link RequestRow}: format version, kind, fields. Kinds and reasons are numbered here and never renumbered. */
final class RequestRowCodec {

    private static final int CALLED = 1;
    private static final int STARTED = 2;
    private static final int FAILED = 3;
    private static final int CANCELLED_AHEAD = 4;
    private static final int MOVED = 5;

    /** A reason's number is its place; new ones go to the end. */
    private static final List<Reason> REASONS = List.of(
            Reason.MALFORMED,
            Reason.INVALID,
            Reason.UNKNOWN_INSTANCE,
            Reason.TOKEN_REUSED,
            Reason.REJECTED,
            Reason.EXPIRED,
            Reason.RETRIES_EXHAUSTED,
            Reason.CANCELLED,
            Reason.UNCERTAIN);

    private RequestRowCodec() {}

    static byte[] toBytes(RequestRow row, FormatVersions formats) {
        ByteWriter out = new ByteWriter(96).octet(formats.write());
        switch (row) {
            case Called it ->
                out.octet(CALLED)
                        .number(it.attempts())
                        .number(it.nextAttemptAtMs())
                        .flag(it.inFlight())
                        .number(it.times().doubtSinceMs())
                        .flag(it.cancelled())
                        .number(it.times().firstMs())
                        .number(it.times().lastMs())
                        .optional(it.lastFailure().errorCode(), ByteWriter::text)
                        .optional(it.lastFailure().awsRequestId(), ByteWriter::text);
            case Settled it -> writeSettled(out, it);
            case CancelledAhead it -> out.octet(CANCELLED_AHEAD).number(it.expiresAtMs());
            case Moved it ->
                out.octet(MOVED)
                        .raw(it.fingerprint().toBytes())
                        .text(it.target().lane())
                        .text(it.target().instanceId())
                        .optional(it.contactFlowId(), ByteWriter::text)
                        .number(it.movedAtMs())
                        .number(it.expiresAtMs());
        }
        return out.toBytes();
    }

    static RequestRow fromBytes(byte[] bytes, FormatVersions formats) {
        ByteReader in = ByteReader.versioned(bytes, 0, "request row", formats);
        int kind = in.octet();
        return switch (kind) {
            case CALLED -> readCalled(in);
            case STARTED, FAILED -> readSettled(in, kind);
            case CANCELLED_AHEAD -> new CancelledAhead(in.number());
            case MOVED ->
                new Moved(
                        new Fingerprint(in.raw(Fingerprint.LENGTH)),
                        new MoveTarget(in.text(), in.text()),
                        in.optional(ByteReader::text),
                        in.number(),
                        in.number());
            default -> throw new CorruptBytesException("request row of unknown kind " + kind);
        };
    }

    private static Called readCalled(ByteReader in) {
        int attempts = in.integer();
        long nextAttemptAtMs = in.number();
        boolean inFlight = in.flag();
        long doubtSinceMs = in.number();
        boolean cancelled = in.flag();
        CallTimes times = new CallTimes(in.number(), in.number(), doubtSinceMs);
        LastFailure last = new LastFailure(in.optional(ByteReader::text), in.optional(ByteReader::text));
        return new Called(attempts, nextAttemptAtMs, inFlight, cancelled, times, last);
    }

    private static void writeSettled(ByteWriter out, Settled row) {
        out.octet(row.outcome() instanceof Outcome.Started ? STARTED : FAILED)
                .raw(row.fingerprint().toBytes())
                .number(row.redriveCount())
                .number(row.attempts())
                .number(row.settledAtMs())
                .number(row.expiresAtMs())
                .number(row.firstCallAtMs())
                .number(row.doubtSinceMs())
                .flag(row.cancelled());
        switch (row.outcome()) {
            case Outcome.Started started -> ContactBytes.write(out, started.contact());
            case Outcome.Failed failed ->
                out.octet(REASONS.indexOf(failed.reason()))
                        .optional(failed.errorCode(), ByteWriter::text)
                        .text(failed.message());
        }
    }

    private static Settled readSettled(ByteReader in, int kind) {
        Fingerprint fingerprint = new Fingerprint(in.raw(Fingerprint.LENGTH));
        int redriveCount = in.integer();
        int attempts = in.integer();
        long settledAtMs = in.number();
        long expiresAtMs = in.number();
        long firstCallAtMs = in.number();
        long doubtSinceMs = in.number();
        boolean cancelled = in.flag();
        Outcome outcome = kind == STARTED
                ? new Outcome.Started(ContactBytes.read(in))
                : new Outcome.Failed(REASONS.get(in.octet()), in.optional(ByteReader::text), in.text());
        return new Settled(
                fingerprint,
                redriveCount,
                attempts,
                outcome,
                settledAtMs,
                expiresAtMs,
                firstCallAtMs,
                doubtSinceMs,
                cancelled);
    }
}
