package chatcontacts.wire;

import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.format.NewerFormatException;
import chatcontacts.domain.outcome.MovedFrom;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Fingerprint;
import chatcontacts.domain.request.RequestDecoder.Body;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestDecoder.Reencoded;
import chatcontacts.wire.DispatchMessage.Cancellation;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.DispatchMessage.Control;
import chatcontacts.wire.DispatchMessage.Fence;
import chatcontacts.wire.DispatchMessage.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a {@link DispatchMessage}: format version, kind, fields. A reader knows every released version. A newer version
 * or kind means that a newer intake runs together with an older dispatch, as in a rolling upgrade; the exception names it.
 */
public final class DispatchCodec {

    /** Kinds are numbered here and never renumbered. */
    private static final int REQUEST = 1;

    private static final int CANCELLATION = 2;
    private static final int CHAT_SEEN = 3;
    private static final int CONTROL = 4;
    private static final int FENCE = 5;

    /** Bits of what a request may have behind it. */
    private static final int REDRIVEN = 1;

    private static final int RELOCATED = 2;

    private DispatchCodec() {}

    /** The message in the newest version of this release. */
    public static byte[] toBytes(DispatchMessage message) {
        return toBytes(message, FormatVersions.CURRENT);
    }

    /** The message in the version that is to be written. */
    public static byte[] toBytes(DispatchMessage message, FormatVersions formats) {
        int version = formats.write();
        return switch (message) {
            case Request request ->
                writeRequest(start(version, REQUEST, 512), request).toBytes();
            case Cancellation it ->
                start(version, CANCELLATION, 128)
                        .text(it.instanceId())
                        .text(it.clientToken())
                        .toBytes();
            case Control it ->
                ControlBytes.write(start(version, CONTROL, 256), it.command()).toBytes();
            case Fence it -> start(version, FENCE, 16).fixedLong(it.nonce()).toBytes();
            case ChatSeen it ->
                start(version, CHAT_SEEN, 160)
                        .text(it.instanceId())
                        .text(it.contactId())
                        .text(it.initialContactId())
                        .octet(it.kind() == ChatSeen.Kind.OPEN ? 0 : 1)
                        .instant(it.at())
                        .optional(it.regions().origin(), ByteWriter::text)
                        .optional(it.regions().active(), ByteWriter::text)
                        .toBytes();
        };
    }

    /** Reads a message that this release can have written. */
    public static DispatchMessage fromBytes(byte[] bytes) {
        return fromBytes(bytes, FormatVersions.CURRENT);
    }

    /**
     * Reads a message back.
     *
     * @throws NewerFormatException if its version or kind is newer than those that are known
     * @throws ByteReader.CorruptBytesException if no release wrote these bytes
     */
    public static DispatchMessage fromBytes(byte[] bytes, FormatVersions formats) {
        ByteReader in = versioned(bytes, 0, formats);
        int kind = in.octet();
        return switch (kind) {
            case REQUEST -> readRequest(in);
            case CANCELLATION -> new Cancellation(in.text(), in.text());
            case CHAT_SEEN ->
                new ChatSeen(
                        in.text(),
                        in.text(),
                        in.text(),
                        in.octet() == 0 ? ChatSeen.Kind.OPEN : ChatSeen.Kind.ENDED,
                        in.instant(),
                        new ChatSeen.Regions(in.optional(ByteReader::text), in.optional(ByteReader::text)));
            case CONTROL -> new Control(ControlBytes.read(in));
            case FENCE -> new Fence(in.fixedLong());
            default -> throw new NewerFormatException("message kind " + kind);
        };
    }

    private static ByteReader versioned(byte[] bytes, int offset, FormatVersions formats) {
        return ByteReader.versioned(bytes, offset, "message", formats);
    }

    private static ByteWriter start(int version, int kind, int expectedSize) {
        return new ByteWriter(expectedSize).octet(version).octet(kind);
    }

    private static ByteWriter writeRequest(ByteWriter out, Request request) {
        Envelope envelope = request.envelope();
        out.text(envelope.instanceId())
                .text(envelope.clientToken())
                .raw(envelope.fingerprint().toBytes())
                .octet(envelope.priority())
                .instant(envelope.deadline())
                .optional(envelope.requestedAt(), ByteWriter::instant)
                .instant(envelope.acceptedAt())
                .number(envelope.redriveCount())
                .optional(envelope.notBefore(), ByteWriter::instant)
                .optional(envelope.fairnessKey(), ByteWriter::text);
        writeHistory(out, envelope);
        switch (request.body()) {
            case InOriginal inOriginal ->
                out.flag(true).fixedLong(inOriginal.schema()).number(inOriginal.offset());
            case Reencoded reencoded -> out.flag(false).bytes(reencoded.bytes());
        }
        return writeOriginal(out, request.original());
    }

    /** Most records were neither redriven nor moved: one byte then. */
    private static void writeHistory(ByteWriter out, Envelope envelope) {
        FormerRounds rounds = envelope.formerRounds();
        boolean redriven = !rounds.equals(FormerRounds.none(envelope.acceptedAt()));
        out.octet((redriven ? REDRIVEN : 0) | (envelope.relocation().isPresent() ? RELOCATED : 0));
        if (redriven) {
            out.instant(rounds.firstSeen())
                    .optional(rounds.firstCallAt(), ByteWriter::instant)
                    .flag(rounds.maybeStarted());
        }
        envelope.relocation()
                .ifPresent(it -> out.text(it.from().instanceId())
                        .optional(it.from().region(), ByteWriter::text)
                        .optional(it.contactFlowId(), ByteWriter::text)
                        .flag(it.repeat()));
    }

    /** The envelope of the request that begins at that offset, without the cost of reading the rest. */
    public static Envelope envelopeOf(byte[] bytes, int offset, FormatVersions formats) {
        return readEnvelope(requestAt(bytes, offset, formats));
    }

    /** The request that begins at that offset. */
    public static Request requestOf(byte[] bytes, int offset, FormatVersions formats) {
        return readRequest(requestAt(bytes, offset, formats));
    }

    private static ByteReader requestAt(byte[] bytes, int offset, FormatVersions formats) {
        ByteReader in = versioned(bytes, offset, formats);
        if (in.octet() != REQUEST) {
            throw new ByteReader.CorruptBytesException("not a request");
        }
        return in;
    }

    private static Envelope readEnvelope(ByteReader in) {
        Envelope envelope = new Envelope(
                in.text(),
                in.text(),
                new Fingerprint(in.raw(Fingerprint.LENGTH)),
                priority(in.octet()),
                in.instant(),
                in.optional(ByteReader::instant),
                in.instant(),
                in.integer(),
                in.optional(ByteReader::instant),
                in.optional(ByteReader::text));
        int history = in.octet();
        if (history > (REDRIVEN | RELOCATED)) {
            throw new NewerFormatException("request with history " + history);
        }
        if ((history & REDRIVEN) != 0) {
            envelope = envelope.after(new FormerRounds(in.instant(), in.optional(ByteReader::instant), in.flag()));
        }
        if ((history & RELOCATED) != 0) {
            MovedFrom from = new MovedFrom(in.text(), in.optional(ByteReader::text));
            envelope = envelope.movedTo(
                    envelope.instanceId(), new Relocation(from, in.optional(ByteReader::text), in.flag()));
        }
        return envelope;
    }

    private static int priority(int octet) {
        if (octet > DecodedRequest.LAST_PRIORITY) {
            throw new ByteReader.CorruptBytesException(
                    "priority " + octet + ", allowed are 0 to " + DecodedRequest.LAST_PRIORITY);
        }
        return octet;
    }

    private static Request readRequest(ByteReader in) {
        Envelope envelope = readEnvelope(in);
        Body body = in.flag() ? new InOriginal(in.fixedLong(), in.integer()) : new Reencoded(in.bytes());
        return new Request(envelope, readOriginal(in), body);
    }

    private static ByteWriter writeOriginal(ByteWriter out, Original original) {
        Source source = original.source();
        out.text(source.topic())
                .number(source.partition())
                .number(source.offset())
                .instant(original.timestamp())
                .nullableBytes(original.key())
                .nullableBytes(original.value())
                .number(original.headers().size());
        original.headers().forEach(header -> out.text(header.key()).nullableBytes(header.value()));
        return out;
    }

    private static Original readOriginal(ByteReader in) {
        Source source = new Source(in.text(), in.integer(), in.number());
        var timestamp = in.instant();
        byte[] key = in.nullableBytes();
        byte[] value = in.nullableBytes();
        List<Original.Header> headers = new ArrayList<>();
        for (int left = in.integer(); left > 0; left--) {
            headers.add(new Original.Header(in.text(), in.nullableBytes()));
        }
        return new Original(source, timestamp, key, value, headers);
    }
}
