package chatcontacts.app.streams.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.testkit.hostile.PackedBatch;
import chatcontacts.testkit.hostile.PackedBatch.Bytes;
import chatcontacts.testkit.hostile.PackedBatch.EmptyHeaders;
import chatcontacts.testkit.hostile.PackedBatch.Item;
import chatcontacts.testkit.hostile.PackedBatch.Times;
import chatcontacts.testkit.hostile.PackedBatch.Zeros;
import chatcontacts.wire.UnreadRecords;
import chatcontacts.wire.UnreadRecords.UnreadCause;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BoundedRecordIteratorTest {

    private static final long SENT_MS = 1_772_366_400_000L;
    private static final UnpackLimits LIMITS = new UnpackLimits(1_000, 10, 100_000);

    private static final Item GOOD = new Bytes(new byte[] {1, 2, 3});

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void givesWhatKafkaGivesWhereNothingIsTooLarge(CompressionType compression) {
        MemoryRecords records = MemoryRecords.withRecords(
                org.apache.kafka.common.compress.Compression.of(compression).build(),
                new SimpleRecord(SENT_MS, new byte[] {1}, new byte[] {2}),
                new SimpleRecord(
                        SENT_MS + 5,
                        (byte[]) null,
                        null,
                        new RecordHeaders().add("a", new byte[] {3}).toArray()),
                new SimpleRecord(SENT_MS - 5, new byte[0], new byte[900]));

        List<Record> expected = new ArrayList<>();
        records.batches()
                .forEach(batch ->
                        batch.streamingIterator(BufferSupplier.NO_CACHING).forEachRemaining(expected::add));
        assertThat(read(records, LIMITS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void putsAWordInThePlaceOfARecordThatIsTooLarge(CompressionType compression) {
        List<Record> read = read(packed(compression, GOOD, new Zeros(50_000), GOOD), LIMITS);

        assertThat(read).extracting(Record::offset).containsExactly(0L, 1L, 2L);
        assertThat(read).extracting(Record::timestamp).containsOnly(SENT_MS);
        assertThat(read)
                .extracting(BoundedRecordIteratorTest::unread)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(new UnreadRecords(UnreadCause.RECORD, 50_008, 1_000, 1)),
                        Optional.empty());
        assertThat(read.get(1).hasKey()).isFalse();
        assertThat(read.get(1).hasValue()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void oneWordStandsForAllThatTakesABatchBeyondItsLimit(CompressionType compression) {
        List<Record> read = read(packed(compression, new Times(500, new Zeros(991)), GOOD), LIMITS);

        assertThat(read).hasSize(101);
        assertThat(read.subList(0, 100)).allMatch(record -> unread(record).isEmpty());
        assertThat(unread(read.get(100))).contains(new UnreadRecords(UnreadCause.BATCH, 100_835, 100_000, 401));
        assertThat(read.get(100).offset()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void aRecordOfTooManyHeadersIsNotRead(CompressionType compression) {
        List<Record> read = read(packed(compression, new EmptyHeaders(10), new EmptyHeaders(11), GOOD), LIMITS);

        assertThat(read)
                .extracting(BoundedRecordIteratorTest::unread)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(new UnreadRecords(UnreadCause.HEADERS, 11, 10, 1)),
                        Optional.empty());
        assertThat(read.get(0).headers()).hasSize(10);
    }

    @Test
    void aHugeRecordTakesNoMemoryOfItsSize() {
        MemoryRecords batch = packed(CompressionType.ZSTD, new Zeros(Integer.MAX_VALUE - 100), GOOD);

        assertThat(batch.sizeInBytes()).isLessThan(1_000_000);
        assertThat(read(batch, UnpackLimits.DEFAULT))
                .extracting(BoundedRecordIteratorTest::unread)
                .containsExactly(
                        Optional.of(new UnreadRecords(UnreadCause.BATCH, Integer.MAX_VALUE - 90L, 64 << 20, 2)));
    }

    @Test
    void aRecordWhoseBytesAreNotThoseOfOneIsToldAndTheNextIsRead() {
        MemoryRecords batch = packed(CompressionType.NONE, new Bytes(new byte[] {42, 42, 42, 42}), GOOD);
        ByteBuffer bytes = batch.buffer().duplicate();
        int valueLength = firstOf(bytes, (byte) 42) - 1;
        bytes.put(valueLength, (byte) 120);

        assertThat(read(MemoryRecords.readableRecords(bytes), LIMITS))
                .extracting(BoundedRecordIteratorTest::unread)
                .containsExactly(Optional.of(new UnreadRecords(UnreadCause.BROKEN, 10, 1_000, 1)), Optional.empty());
    }

    @Test
    void aBatchThatEndsTooEarlyIsToldOnce() {
        MemoryRecords batch = packed(CompressionType.NONE, GOOD, GOOD, GOOD);
        ByteBuffer shorter = Utils.ensureCapacity(batch.buffer().duplicate(), batch.sizeInBytes());
        shorter.limit(batch.sizeInBytes() - 14);
        shorter.putInt(8, shorter.limit() - 12);

        assertThat(read(MemoryRecords.readableRecords(shorter), LIMITS))
                .extracting(BoundedRecordIteratorTest::unread)
                .containsExactly(Optional.empty(), Optional.of(new UnreadRecords(UnreadCause.BROKEN, 18, 100_000, 2)));
    }

    @Test
    void nobodyElseWritesTheHeaderThatSaysIt() {
        byte[] copied = new UnreadRecords(UnreadCause.RECORD, 1, 1, 1).header().value();
        copied[3]++;

        assertThat(UnreadRecords.of(new RecordHeaders().add(UnreadRecords.HEADER, copied)))
                .isEmpty();
        assertThat(UnreadRecords.of(new RecordHeaders().add(UnreadRecords.HEADER, new byte[0])))
                .isEmpty();
        assertThat(UnreadRecords.of(new RecordHeaders().add(UnreadRecords.HEADER, null)))
                .isEmpty();
    }

    private static int firstOf(ByteBuffer bytes, byte wanted) {
        int place = 61;
        while (bytes.get(place) != wanted) {
            place++;
        }
        return place;
    }

    private static MemoryRecords packed(CompressionType compression, Item... items) {
        return PackedBatch.of(compression, SENT_MS, List.of(items));
    }

    private static List<Record> read(MemoryRecords records, UnpackLimits limits) {
        List<Record> all = new ArrayList<>();
        for (RecordBatch batch : new BoundedRecords(records, limits).batches()) {
            assertThat(batch.timestampType()).isEqualTo(TimestampType.CREATE_TIME);
            try (var iterator = batch.streamingIterator(BufferSupplier.NO_CACHING)) {
                iterator.forEachRemaining(all::add);
            }
        }
        return all;
    }

    private static Optional<UnreadRecords> unread(Record record) {
        return UnreadRecords.of(new RecordHeaders(record.headers()));
    }
}
