package chatcontacts.testkit.service;

import chatcontacts.ChatResult;
import chatcontacts.ResultStatus;
import chatcontacts.config.TopicSettings;
import chatcontacts.testkit.load.Ledger.Place;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Counts what became of every record of the request topic, whatever it was: a started or repeated result alone, a dead letter
 * alone (MALFORMED), or one of each. Reads in a thread of its own until it is closed.
 */
public final class OutcomeCounts implements AutoCloseable {

    private final TopicSettings topics;
    private final Map<Place, Outcomes> places = new HashMap<>();
    private final Map<String, Integer> kinds = new TreeMap<>();
    private final KafkaAvroDeserializer values = new KafkaAvroDeserializer();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::run, "outcome-counts");

    private static final class Outcomes {
        private int results;
        private int letters;
        private boolean started;
        private boolean alone;
        private boolean malformed;

        boolean complete() {
            return (results == 1 && (alone || letters == 1)) || (results == 0 && letters == 1 && malformed);
        }
    }

    /** Reads from the beginning. */
    public OutcomeCounts(LocalEnvironment environment) {
        this.topics = environment.topics();
        this.values.configure(
                Map.of("schema.registry.url", environment.servers().registry().url(), "specific.avro.reader", "true"),
                false);
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", environment.servers().bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (consumer) {
            consumer.assign(List.of(topics.results(), topics.deadLetter()).stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList());
            while (true) {
                consumer.poll(Duration.ofMillis(200)).forEach(this::enter);
            }
        } catch (WakeupException closed) {
            // as told
        }
    }

    private synchronized void enter(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.results())) {
            ChatResult result = (ChatResult) values.deserialize(record.topic(), record.value());
            if (result.getSource().getTopic().equals(topics.requests())) {
                Outcomes seen = seen(
                        result.getSource().getPartition(), result.getSource().getOffset());
                seen.results++;
                seen.started = result.getStatus() == ResultStatus.STARTED;
                seen.alone = seen.started || result.getReplayed();
                kinds.merge(seen.alone ? "STARTED" : "FAILED", 1, Integer::sum);
            }
        } else if (header(record, "__streams.errors.topic").equals(topics.requests())) {
            Outcomes seen = seen(
                    Integer.parseInt(header(record, "__streams.errors.partition")),
                    Long.parseLong(header(record, "__streams.errors.offset")));
            seen.letters++;
            seen.malformed = header(record, "chat.reason").equals("MALFORMED");
            kinds.merge(header(record, "chat.reason"), 1, Integer::sum);
        } else {
            kinds.merge("of the dispatch topic", 1, Integer::sum);
        }
    }

    private Outcomes seen(int partition, long offset) {
        return places.computeIfAbsent(new Place(partition, offset), place -> new Outcomes());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Whether the record there has its outcome. */
    public synchronized boolean isSettled(RecordMetadata of) {
        Outcomes seen = places.get(new Place(of.partition(), of.offset()));
        return seen != null && seen.complete();
    }

    /** Whether it was started. */
    public synchronized boolean isStarted(RecordMetadata of) {
        Outcomes seen = places.get(new Place(of.partition(), of.offset()));
        return seen != null && seen.started;
    }

    /** Places with more or less than one outcome; also with part of one that is still to be completed. */
    public synchronized List<Place> faults() {
        List<Place> faults = new ArrayList<>();
        places.forEach((place, seen) -> {
            if (!seen.complete()) {
                faults.add(place);
            }
        });
        return faults;
    }

    @Override
    public synchronized String toString() {
        return kinds.toString();
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        values.close();
    }
}
