package chatcontacts.testkit.service;

import chatcontacts.ChatResult;
import chatcontacts.config.TopicSettings;
import chatcontacts.testkit.load.Ledger;
import chatcontacts.testkit.load.Ledger.Place;
import chatcontacts.testkit.load.Ledger.Resulted;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads results and dead letters as a user does, committed ones only, and enters them in the ledger. Has a thread of its own
 * from its construction until it is closed.
 */
public final class OutcomeReader implements AutoCloseable {

    private final Ledger ledger;
    private final Consumer<ChatResult> witness;
    private final TopicSettings topics;
    private final KafkaAvroDeserializer results = new KafkaAvroDeserializer();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable Instant> firstContact = new AtomicReference<>();
    private final AtomicReference<@Nullable CompletableFuture<Boolean>> toTheEnd = new AtomicReference<>();
    private final Thread thread;

    /** Reads from the beginning. */
    public OutcomeReader(LocalEnvironment environment, Ledger ledger) {
        this(environment, ledger, result -> {});
    }

    /**
     * Reads from the beginning.
     *
     * @param witness sees each result as soon as it is read, on the reader's thread
     */
    public OutcomeReader(LocalEnvironment environment, Ledger ledger, Consumer<ChatResult> witness) {
        this.ledger = ledger;
        this.witness = witness;
        this.topics = environment.topics();
        this.results.configure(
                Map.of("schema.registry.url", environment.servers().registryUrl(), "specific.avro.reader", "true"),
                false);
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        environment.servers().bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "fetch.max.wait.ms",
                        "50"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.thread = new Thread(this::run, "outcome-reader");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (consumer) {
            List<TopicPartition> partitions = List.of(topics.results(), topics.deadLetter()).stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            consumer.assign(partitions);
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    enter(record, System.nanoTime());
                }
                CompletableFuture<Boolean> awaited = toTheEnd.get();
                if (awaited != null && isAtTheEnd()) {
                    awaited.complete(true);
                }
            }
        } catch (WakeupException closed) {
            // as told
        } catch (RuntimeException e) {
            failure.set(e);
            CompletableFuture<Boolean> awaited = toTheEnd.get();
            if (awaited != null) {
                awaited.complete(false);
            }
        }
    }

    private boolean isAtTheEnd() {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Returns when all that is committed by now is in the ledger; false if reading broke. */
    public boolean readToTheEnd() {
        CompletableFuture<Boolean> awaited = new CompletableFuture<>();
        toTheEnd.set(awaited);
        return failure() == null && awaited.join();
    }

    private void enter(ConsumerRecord<byte[], byte[]> record, long atNanos) {
        if (record.topic().equals(topics.results())) {
            ChatResult result = (ChatResult) results.deserialize(record.topic(), record.value());
            if (result.getContact() != null) {
                firstContact.compareAndSet(null, Instant.now());
            }
            witness.accept(result);
            ledger.result(
                    new Place(
                            result.getSource().getPartition(),
                            result.getSource().getOffset()),
                    read(result),
                    atNanos);
        } else {
            Place place = new Place(
                    Integer.parseInt(header(record, "__streams.errors.partition")),
                    Long.parseLong(header(record, "__streams.errors.offset")));
            ledger.deadLetter(place, header(record, "chat.reason"), atNanos);
        }
    }

    private static Resulted read(ChatResult result) {
        var contact = result.getContact();
        var failed = result.getFailure();
        return new Resulted(
                failed == null ? result.getStatus().name() : failed.getReason().name(),
                result.getInstanceId() + " " + result.getClientToken(),
                contact == null ? null : contact.getContactId(),
                result.getReplayed());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null) {
            throw new IllegalStateException("a dead letter without " + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    /** When the first started chat was read. */
    public Optional<Instant> firstContact() {
        return Optional.ofNullable(firstContact.get());
    }

    /** What made it stop, if anything did. */
    public @Nullable RuntimeException failure() {
        return failure.get();
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        results.close();
    }
}
