package chatcontacts.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ObjIntConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * When the outcome of each request was seen by a consumer that reads committed records only. Tokens are numbers, see
 * {@link LoadGenerator}. Has a thread of its own from its construction until it is closed.
 */
final class OutcomeTimes implements AutoCloseable {

    private final AtomicLongArray seenAtNanos;
    private final ObjIntConsumer<byte[]> witness;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile int seen;
    private volatile int repeated;

    /**
     * @param requests how many are watched: those whose number is below it
     * @param witness sees value and number of the first result of each, on this thread
     */
    OutcomeTimes(String bootstrapServers, String topic, int requests, ObjIntConsumer<byte[]> witness) {
        this.witness = witness;
        this.seenAtNanos = new AtomicLongArray(requests);
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "max.poll.records", "5000",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .toList();
        consumer.assign(partitions);
        this.thread = new Thread(this::run, "outcome-times");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    int number = Integer.parseInt(new String(record.key(), StandardCharsets.UTF_8));
                    if (number < seenAtNanos.length()) {
                        enter(number, record.value(), System.nanoTime());
                    }
                }
            }
        } catch (WakeupException closed) {
            // as told
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes
    private void enter(int number, byte[] value, long nowNanos) {
        if (seenAtNanos.compareAndSet(number, 0, nowNanos)) {
            witness.accept(value, number);
            seen++;
        } else {
            repeated++;
        }
    }

    /** How many requests have an outcome. */
    int seen() {
        return seen;
    }

    /** How many outcomes came for requests that had one. */
    int repeated() {
        return repeated;
    }

    /** When that of a request was seen, by {@link System#nanoTime()}; 0 if it was not yet. */
    long atNanos(int number) {
        return seenAtNanos.get(number);
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
