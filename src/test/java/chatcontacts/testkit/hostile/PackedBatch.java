package chatcontacts.testkit.hostile;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;
import org.apache.kafka.common.utils.internals.ByteUtils;

/** Batches that a producer of its own can write and Kafka's never would: of a few kilobytes that unpack to hundreds of megabytes. */
public final class PackedBatch {

    private static final byte[] ZEROS = new byte[64 * 1024];

    private PackedBatch() {}

    /** One record of a batch. */
    public sealed interface Item {}

    /** A value of that many zeros. */
    public record Zeros(int length) implements Item {}

    /** That value. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Bytes(byte[] value) implements Item {}

    /** A value of one byte, and that many empty headers. */
    public record EmptyHeaders(int count) implements Item {}

    /** So many times that item. */
    public record Times(int count, Item item) implements Item {}

    /** The batch, as a produce request carries it. */
    public static MemoryRecords of(CompressionType compression, long timestampMs, List<Item> items) {
        try (var packed = new ByteBufferOutputStream(64 * 1024)) {
            int count;
            try (var out = new DataOutputStream(
                    Compression.of(compression).build().wrapForOutput(packed, RecordBatch.CURRENT_MAGIC_VALUE))) {
                count = write(out, 0, items);
            }
            ByteBuffer body = packed.buffer().flip();
            int size = DefaultRecordBatch.RECORD_BATCH_OVERHEAD + body.remaining();
            ByteBuffer batch = ByteBuffer.allocate(size);
            batch.position(DefaultRecordBatch.RECORD_BATCH_OVERHEAD);
            batch.put(body);
            batch.position(0);
            DefaultRecordBatch.writeHeader(
                    batch,
                    0,
                    count - 1,
                    size,
                    RecordBatch.CURRENT_MAGIC_VALUE,
                    compression,
                    TimestampType.CREATE_TIME,
                    timestampMs,
                    timestampMs,
                    RecordBatch.NO_PRODUCER_ID,
                    RecordBatch.NO_PRODUCER_EPOCH,
                    RecordBatch.NO_SEQUENCE,
                    false,
                    false,
                    false,
                    RecordBatch.NO_PARTITION_LEADER_EPOCH,
                    count);
            batch.rewind();
            return MemoryRecords.readableRecords(batch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int write(DataOutputStream out, int offset, List<Item> items) throws IOException {
        int next = offset;
        for (Item item : items) {
            switch (item) {
                case Times times -> {
                    for (int i = 0; i < times.count(); i++) {
                        next = write(out, next, List.of(times.item()));
                    }
                }
                case Zeros zeros -> {
                    beginning(out, next++, zeros.length(), 1);
                    for (int left = zeros.length(); left > 0; left -= ZEROS.length) {
                        out.write(ZEROS, 0, Math.min(left, ZEROS.length));
                    }
                    out.writeByte(0);
                }
                case Bytes bytes -> {
                    beginning(out, next++, bytes.value().length, 1);
                    out.write(bytes.value());
                    out.writeByte(0);
                }
                case EmptyHeaders headers -> {
                    beginning(out, next++, 1, ByteUtils.sizeOfVarint(headers.count()) + 2 * headers.count());
                    out.writeByte(7);
                    ByteUtils.writeVarint(headers.count(), out);
                    out.write(new byte[2 * headers.count()]);
                }
            }
        }
        return next;
    }

    /** All before the value; there is no key. */
    private static void beginning(DataOutputStream out, int offset, int valueLength, int behind) throws IOException {
        int body = 2 + ByteUtils.sizeOfVarint(offset) + 1 + ByteUtils.sizeOfVarint(valueLength) + valueLength + behind;
        ByteUtils.writeVarint(body, out);
        out.writeByte(0);
        ByteUtils.writeVarlong(0, out);
        ByteUtils.writeVarint(offset, out);
        ByteUtils.writeVarint(-1, out);
        ByteUtils.writeVarint(valueLength, out);
    }
}
