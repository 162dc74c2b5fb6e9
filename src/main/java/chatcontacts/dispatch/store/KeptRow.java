package chatcontacts.dispatch.store;

import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.outcome.Source;
import chatcontacts.wire.ByteReader;
import chatcontacts.wire.ByteWriter;
import java.time.Instant;

/**
 * A dispatch message that a newer release wrote, kept as it came until a release that can read it owns the lane.
 *
 * @param format what is too new about it, in a few words
 * @param source where the record of the dispatch topic lay
 * @param timestamp of that record
 * @param message its value
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record KeptRow(String format, Source source, Instant timestamp, byte[] message) {

    byte[] toBytes(FormatVersions formats) {
        return new ByteWriter(64 + message.length)
                .octet(formats.write())
                .text(format)
                .text(source.topic())
                .number(source.partition())
                .number(source.offset())
                .instant(timestamp)
                .raw(message)
                .toBytes();
    }

    static KeptRow fromBytes(byte[] bytes, FormatVersions formats) {
        ByteReader in = ByteReader.versioned(bytes, 0, "kept row", formats);
        return new KeptRow(in.text(), new Source(in.text(), in.integer(), in.number()), in.instant(), in.rest());
    }
}
