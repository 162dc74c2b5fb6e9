package chatcontacts.wire;

import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Fingerprint;
import chatcontacts.domain.request.RequestDecoder.Body;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestDecoder.Reencoded;
import chatcontacts.wire.DispatchMessage.Cancellation;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.DispatchMessage.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a {@link DispatchMessage}: format version, kind, fields. A reader knows every released version. An unknown
 * version means that a newer intake runs together with an older dispatch; the error names it.
 */
public final class DispatchCodec {

    private static final int VERSION = 1;
    private static final int REQUEST = 1;
    private static final int CANCELLATION = 2;
    private static final int CHAT_SEEN = 3;

    private DispatchCodec() {}

    public static byte[] toBytes(DispatchMessage message) {
        return switch (message) {
            case Request request -> writeRequest(start(REQUEST, 512), request).toBytes();
            case Cancellation it ->
                start(CANCELLATION, 128)
                        .text(it.instanceId())
                        .text(it.clientToken())
                        .toBytes();
            case ChatSeen it ->
                start(CHAT_SEEN, 160)
                        .text(it.instanceId())
                        .text(it.contactId())
                        .text(it.initialContactId())
                        .octet(it.kind() == ChatSeen.Kind.OPEN ? 0 : 1)
                        .instant(it.at())
                        .toBytes();
        };
    }

    /**
     * Reads a message back.
     *
     * @throws ByteReader.CorruptBytesException if these bytes are of no known version or kind, or cut
     */
    public static DispatchMessage fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.octet();
        if (version != VERSION) {
            throw new ByteReader.CorruptBytesException(
                    "unknown format version " + version + " of a dispatch message, the latest known is " + VERSION);
        }
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
                        in.instant());
            default -> throw new ByteReader.CorruptBytesException("unknown kind " + kind + " of a dispatch message");
        };
    }

    private static ByteWriter start(int kind, int expectedSize) {
        return new ByteWriter(expectedSize).octet(VERSION).octet(kind);
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
        switch (request.body()) {
            case InOriginal inOriginal -> out.flag(true).number(inOriginal.offset());
            case Reencoded reencoded -> out.flag(false).bytes(reencoded.bytes());
        }
        return writeOriginal(out, request.original());
    }

    /** The envelope of the request that begins at that offset, without the cost of reading the rest. */
    public static Envelope envelopeOf(byte[] bytes, int offset) {
        return readEnvelope(requestAt(bytes, offset));
    }

    /** The request that begins at that offset. */
    public static Request requestOf(byte[] bytes, int offset) {
        return readRequest(requestAt(bytes, offset));
    }

    private static ByteReader requestAt(byte[] bytes, int offset) {
        ByteReader in = new ByteReader(bytes, offset);
        if (in.octet() != VERSION || in.octet() != REQUEST) {
            throw new ByteReader.CorruptBytesException("not a request of version " + VERSION);
        }
        return in;
    }

    private static Envelope readEnvelope(ByteReader in) {
        return new Envelope(
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
        Body body = in.flag() ? new InOriginal(in.integer()) : new Reencoded(in.bytes());
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
