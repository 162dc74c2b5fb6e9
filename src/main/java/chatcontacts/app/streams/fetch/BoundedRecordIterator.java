package chatcontacts.app.streams.fetch;

import chatcontacts.wire.UnreadRecords;
import chatcontacts.wire.UnreadRecords.UnreadCause;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.DefaultRecord;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.common.utils.internals.ByteUtils;
import org.apache.kafka.common.utils.internals.CloseableIterator;
import org.jspecify.annotations.Nullable;

/**
 * The records of one batch, unpacked one at a time and never past the limits: in place of a record that breaks them comes one
 * that says so ({@link UnreadRecords}) and has its offset. The same batch always gives the same records, so that a consumer may
 * begin in its middle. What a decompressor throws passes through, as with Kafka's own iterator. Used by one thread.
 */
final class BoundedRecordIterator implements CloseableIterator<Record> {

    /** Attributes, timestamp and offset: what a record begins with takes no more. */
    private static final int LONGEST_BEGINNING = 1 + 10 + 5;

    private static final int LONGEST_VARINT = 5;

    private final DefaultRecordBatch batch;
    private final UnpackLimits limits;
    private final InputStream in;
    private final @Nullable Long logAppendTime;
    private int left;
    private int nextDelta;
    private long unpacked;

    BoundedRecordIterator(DefaultRecordBatch batch, UnpackLimits limits, BufferSupplier buffers) {
        this.batch = batch;
        this.limits = limits;
        this.in = batch.recordInputStream(buffers);
        this.left = batch.countOrNull();
        this.logAppendTime = batch.timestampType() == TimestampType.LOG_APPEND_TIME ? batch.maxTimestamp() : null;
    }

    @Override
    public boolean hasNext() {
        return left > 0;
    }

    @Override
    public Record next() {
        if (left <= 0) {
            throw new NoSuchElementException();
        }
        try {
            return read();
        } catch (EOFException e) {
            return rest(UnreadCause.BROKEN);
        } catch (IOException e) {
            throw new KafkaException("A batch at offset " + batch.baseOffset() + " could not be unpacked", e);
        }
    }

    private Record read() throws IOException {
        int length = ByteUtils.readVarint(in);
        if (length < 0) {
            return rest(UnreadCause.BROKEN);
        }
        unpacked += length;
        if (unpacked > limits.batchBytes()) {
            return rest(UnreadCause.BATCH);
        }
        return length > limits.recordBytes() ? tooLarge(length) : whole(length);
    }

    private Record whole(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_VARINT + length);
        ByteUtils.writeVarint(length, bytes);
        int body = bytes.position();
        if (in.readNBytes(bytes.array(), body, length) < length) {
            throw new EOFException();
        }
        bytes.limit(body + length);
        try {
            int headers = headers(bytes.duplicate());
            if (headers > limits.headers()) {
                bytes.position(body);
                return stub(bytes, new UnreadRecords(UnreadCause.HEADERS, headers, limits.headers(), 1));
            }
            bytes.position(0);
            DefaultRecord record = DefaultRecord.readFrom(
                    bytes, batch.baseOffset(), batch.baseTimestamp(), batch.baseSequence(), logAppendTime);
            left--;
            nextDelta = (int) (record.offset() - batch.baseOffset()) + 1;
            return record;
        } catch (InvalidRecordException | BufferUnderflowException | IllegalArgumentException e) {
            return stub(nextDelta, 0, new UnreadRecords(UnreadCause.BROKEN, length, limits.recordBytes(), 1));
        }
    }

    /** How many headers a record has, from a buffer that stands behind its length. */
    private static int headers(ByteBuffer record) {
        record.get();
        ByteUtils.readVarlong(record);
        ByteUtils.readVarint(record);
        skip(record, ByteUtils.readVarint(record));
        skip(record, ByteUtils.readVarint(record));
        return ByteUtils.readVarint(record);
    }

    private static void skip(ByteBuffer record, int length) {
        record.position(record.position() + Math.max(0, length));
    }

    private Record tooLarge(int length) throws IOException {
        byte[] beginning = in.readNBytes(LONGEST_BEGINNING);
        in.skipNBytes(length - LONGEST_BEGINNING);
        UnreadRecords unread = new UnreadRecords(UnreadCause.RECORD, length, limits.recordBytes(), 1);
        try {
            return stub(ByteBuffer.wrap(beginning), unread);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return stub(nextDelta, 0, unread);
        }
    }

    /** Stands for a record, from a buffer that stands where it begins. */
    private Record stub(ByteBuffer beginning, UnreadRecords unread) {
        beginning.get();
        long timestampDelta = ByteUtils.readVarlong(beginning);
        return stub(ByteUtils.readVarint(beginning), timestampDelta, unread);
    }

    /** Stands for all that is left of the batch. */
    private Record rest(UnreadCause cause) {
        Record record = stub(nextDelta, 0, new UnreadRecords(cause, unpacked, limits.batchBytes(), left));
        left = 0;
        return record;
    }

    private Record stub(int offsetDelta, long timestampDelta, UnreadRecords unread) {
        var bytes = new ByteArrayOutputStream();
        try {
            DefaultRecord.writeTo(
                    new DataOutputStream(bytes), offsetDelta, timestampDelta, null, null, new Header[] {unread.header()
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        left--;
        nextDelta = offsetDelta + 1;
        return DefaultRecord.readFrom(
                ByteBuffer.wrap(bytes.toByteArray()),
                batch.baseOffset(),
                batch.baseTimestamp(),
                batch.baseSequence(),
                logAppendTime);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new KafkaException("A batch at offset " + batch.baseOffset() + " could not be closed", e);
        }
    }
}
