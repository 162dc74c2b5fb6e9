package chatcontacts.cli.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TransactionalSenderTest {

    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
            Map.of(DeadLetterSamples.PARTITION, new OffsetAndMetadata(5, "1:x"));
    private static final ProducerRecord<byte[], byte[]> RECORD = new ProducerRecord<>("t", new byte[] {1});

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    private TransactionalSender sending() {
        try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest")) {
            ConsumerGroupMetadata group = consumer.groupMetadata();
            return new TransactionalSender(producer, group);
        }
    }

    @Test
    void recordsAndOffsetsAreCommittedTogether() {
        assertThat(sending().send(List.of(RECORD, RECORD), OFFSETS)).isEmpty();

        assertThat(producer.transactionCommitted()).isTrue();
        assertThat(producer.history()).hasSize(2);
        assertThat(producer.consumerGroupOffsetsHistory())
                .singleElement()
                .satisfies(it -> assertThat(it.values()).containsExactly(OFFSETS));
    }

    @Test
    void whenTheOffsetsCannotBeCommittedNothingIs() {
        TransactionalSender sender = sending();
        producer.sendOffsetsToTransactionException = new TimeoutException("x");

        assertThatThrownBy(() -> sender.send(List.of(RECORD), OFFSETS)).isInstanceOf(TimeoutException.class);

        assertThat(producer.transactionCommitted()).isFalse();
        assertThat(producer.history()).isEmpty();
    }

    /** The broker may still have it, and would write it after the abort, into a transaction that nobody ends. */
    @Test
    void afterARecordOfWhichNothingIsKnownTheTransactionIsLeftToItsTimeOut() {
        TransactionalSender sender = sending();
        producer.sendException = new TimeoutException("x");

        assertThatThrownBy(() -> sender.send(List.of(RECORD), OFFSETS)).isInstanceOf(TimeoutException.class);

        assertThat(producer.closed()).isTrue();
        assertThat(producer.transactionAborted()).isFalse();
    }
}
