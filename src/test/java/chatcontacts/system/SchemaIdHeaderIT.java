package chatcontacts.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatCancellation;
import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.ResultStatus;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records of all three input topics that name their schema in a header, as Confluent's serializers of release 8 can write them. */
@ExtendWith(LocalServers.Shared.class)
final class SchemaIdHeaderIT {

    private static final LocalInstance INSTANCE = new LocalInstance("one", "one-0001", 100, true);

    @Test
    void areUnderstoodFromAllInputTopics(LocalServers servers) {
        SimulatedLane lane = new SimulatedLane("default", List.of(INSTANCE), 100, 200, connect -> {});
        try (RunningService service = new RunningService(servers, "headers", List.of(lane), Map.of())) {
            var topics = service.environment().topics();
            String cancellations = topics.cancellations().orElseThrow();
            RecordMetadata good = RunningService.written(service.sender()
                    .send(inHeader(topics.requests(), service.sender().bytes(request("good")))));
            RecordMetadata odd = RunningService.written(
                    service.sender().send(withHeader(topics.requests(), new byte[] {1, 2}, new byte[] {9, 9, 9})));

            assertThat(service.result(good).getStatus()).isEqualTo(ResultStatus.STARTED);
            assertThat(service.resultRecord(good).headers().lastHeader("__value_schema_id"))
                    .as("the result has a schema of its own")
                    .isNull();
            var letter = service.deadLetter(odd);
            assertThat(new String(
                            letter.headers()
                                    .lastHeader("__streams.errors.message")
                                    .value(),
                            UTF_8))
                    .contains("the schema id in its header has 3 bytes");
            assertThat(letter.headers().lastHeader("__value_schema_id").value()).containsExactly(9, 9, 9);

            service.sender().send(inHeader(cancellations, cancellation(servers, cancellations)));
            service.sender()
                    .send(withHeader(topics.contactEvents().orElseThrow(), event(), new byte[] {0, 0, 0, 0, 1}));
            await().untilAsserted(() -> {
                assertThat(service.http().metrics().sum("chat_cancellations_total"))
                        .isEqualTo(1);
                assertThat(service.http().metrics().sum("chat_contact_events_total", "kind=\"ENDED\""))
                        .isEqualTo(1);
            });
        }
    }

    private static ChatRequest request(String token) {
        return ChatRequest.newBuilder()
                .setInstanceId(INSTANCE.id())
                .setContactFlowId("flow")
                .setClientToken(token)
                .setParticipantDetails(new ParticipantDetails("Ada"))
                .build();
    }

    private static byte[] cancellation(LocalServers servers, String topic) {
        try (var serializer = new KafkaAvroSerializer()) {
            serializer.configure(
                    Map.of(
                            "schema.registry.url", servers.registry().url(),
                            "auto.register.schemas", "false",
                            "avro.remove.java.properties", "true"),
                    false);
            return serializer.serialize(topic, new ChatCancellation(INSTANCE.id(), "elsewhere"));
        }
    }

    private static byte[] event() {
        return """
                {"detail-type":"Amazon Connect Contact Event","source":"aws.connect","time":"2026-03-01T11:59:30Z",
                 "detail":{"eventType":"DISCONNECTED","contactId":"c","initialContactId":"c","channel":"CHAT",
                 "instanceArn":"%s"}}""".formatted(INSTANCE.arn()).getBytes(UTF_8);
    }

    /** What the serializer puts in front goes into the header. */
    private static ProducerRecord<byte[], byte[]> inHeader(String topic, byte[] value) {
        return withHeader(topic, Arrays.copyOfRange(value, 5, value.length), Arrays.copyOf(value, 5));
    }

    private static ProducerRecord<byte[], byte[]> withHeader(String topic, byte[] value, byte[] schemaId) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, value);
        record.headers().add("__value_schema_id", schemaId);
        return record;
    }
}
