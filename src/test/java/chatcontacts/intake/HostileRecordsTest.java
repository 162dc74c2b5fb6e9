package chatcontacts.intake;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.CancellationDecoder;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.registry.BundledSchemas;
import chatcontacts.registry.RegistryConnection;
import chatcontacts.registry.SchemaRegistration;
import chatcontacts.testkit.hostile.HostileModels;
import chatcontacts.testkit.hostile.HostileRecords;
import chatcontacts.wire.DispatchCodec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Hostile records at every input of intake, read by the decoders that ship: each ends as it should, and a good one after them
 * passes. As many as the system property {@code fuzz.records} says, with the seed {@code fuzz.seed}.
 */
class HostileRecordsTest {

    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://hostile-records");
    private static final int ROUNDS = Integer.getInteger("fuzz.records", 4_000) / 4;
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    private final RegistryConnection registry = RegistryConnection.with(REGISTRY);
    private final IntakeFixture rig = new IntakeFixture();
    private HostileRecords hostile;

    @BeforeEach
    void register() {
        new SchemaRegistration(REGISTRY)
                .register(BundledSchemas.byTopic("chat-requests", "chat-results", "chat-cancellations", "", ""));
        var decoder = registry.requestDecoder();
        var cancellationDecoder = registry.cancellationDecoder();
        Serializer<Result> results = registry.resultSerializer();
        // The mock tells of an unknown id by another code than registries do.
        rig.decoder = (topic, value, schemaId) ->
                decoder.decode(topic, value, schemaId) instanceof RequestDecoder.RegistryUnavailable it
                        ? new RequestDecoder.Malformed(it.problem(), Optional.empty())
                        : decoder.decode(topic, value, schemaId);
        rig.cancellationDecoder = (topic, value, schemaId) -> cancellationDecoder.decode(topic, value, schemaId)
                        instanceof CancellationDecoder.UndecodedCancellation it
                ? new CancellationDecoder.MalformedCancellation(it.problem(), Optional.empty())
                : cancellationDecoder.decode(topic, value, schemaId);
        rig.resultSerializer = results;
        hostile = HostileModels.records(
                SEED,
                IntakeFixture.NOW,
                "mock://hostile-records",
                "chat-requests",
                "chat-cancellations",
                IntakeFixture.ARN);
    }

    @AfterEach
    void close() {
        rig.close();
        registry.close();
    }

    private static void pipe(TestInputTopic<byte[], byte[]> topic, ProducerRecord<byte[], byte[]> record) {
        Instant timestamp =
                record.timestamp() == null ? IntakeFixture.RECORD_TIME : Instant.ofEpochMilli(record.timestamp());
        topic.pipeInput(new TestRecord<>(record.key(), record.value(), record.headers(), timestamp));
    }

    @Test
    void everyRequestIsAcceptedOrDeadLettered() {
        int accepted = 0;
        for (int round = 0; round < 2 * ROUNDS; round++) {
            var record = hostile.request("chat-requests");
            int headers = record.headers().toArray().length;
            pipe(rig.requests, record);

            long dispatched = rig.dispatch.getQueueSize();
            long results = rig.results.readRecordsToList().size();
            assertThat(dispatched + rig.deadLetters.getQueueSize()).isEqualTo(1);
            if (dispatched == 1) {
                accepted++;
                assertThat(results).isZero();
                var original = rig.accepted().original();
                assertThat(original.value()).isEqualTo(record.value());
                assertThat(original.headers()).hasSize(headers);
            } else {
                var letter = rig.deadLetters.readRecord();
                assertThat(letter.value()).isEqualTo(record.value());
                assertThat(results)
                        .isEqualTo(
                                IntakeFixture.header(letter, "chat.reason")
                                                .get()
                                                .equals("MALFORMED")
                                        ? 0
                                        : 1);
            }
        }
        assertThat(accepted).as("both ways are taken").isBetween(ROUNDS / 100, 2 * ROUNDS - ROUNDS / 100);
    }

    @Test
    void everyEventIsTakenInOrSkipped() {
        for (int round = 1; round <= ROUNDS; round++) {
            pipe(rig.events, hostile.event("contact-events"));
            assertThat(rig.counted()).hasSize(round);
        }
        rig.dispatch.readRecordsToList().forEach(record -> DispatchCodec.fromBytes(record.value()));
        assertThat(rig.deadLetters.isEmpty()).isTrue();
    }

    @Test
    void everyCancellationIsTakenInOrSkipped() {
        for (int round = 1; round <= ROUNDS; round++) {
            pipe(rig.cancellations, hostile.cancellation("chat-cancellations"));
            assertThat(rig.counted()).hasSize(round);
        }
        rig.dispatch.readRecordsToList().forEach(record -> DispatchCodec.fromBytes(record.value()));
        assertThat(rig.deadLetters.isEmpty()).isTrue();
    }
}
