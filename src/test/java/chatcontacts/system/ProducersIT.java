package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.ChatRequest;
import chatcontacts.ChatResult;
import chatcontacts.ResultStatus;
import chatcontacts.testkit.connect.ConnectModel;
import chatcontacts.testkit.connect.FullRequest;
import chatcontacts.testkit.connect.ReceivedCall;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.RunningService;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What producers write arrives at Connect as it was meant: with our classes, and from those that have never seen them, with other
 * namespaces, fewer and further fields, and no serializer of Confluent's.
 */
@ExtendWith(LocalServers.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProducersIT {

    private static final String FLOW = "ffffffff-0000-4000-8000-000000000001";
    private static final LocalInstance INSTANCE = new LocalInstance("one", "one-0001", 1_000, false);

    /** Theirs: another namespace, the fields that they need in an order of their own, and one that we do not know. */
    private static final String SCHEMA = """
            {"type": "record", "name": "ChatRequest", "namespace": "com.example.crm", "fields": [
              {"name": "clientToken", "type": ["null", "string"], "default": null},
              {"name": "participantDetails", "type": {"type": "record", "name": "ParticipantDetails", "fields": [
                {"name": "displayName", "type": "string"}]}},
              {"name": "priority", "type": ["null", "int"], "default": null},
              {"name": "campaign", "type": ["null", "string"], "default": null},
              {"name": "contactFlowId", "type": "string"},
              {"name": "instanceId", "type": "string"}]}
            """;

    private RunningService stage;

    @BeforeAll
    void start(LocalServers servers) {
        SimulatedLane lane = new SimulatedLane("default", List.of(INSTANCE), 500, 800, connect -> {});
        stage = new RunningService(servers, "foreign", List.of(lane), Map.of());
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    private static GenericRecord request(Schema schema, String token) {
        GenericRecord participant =
                new GenericData.Record(schema.getField("participantDetails").schema());
        participant.put("displayName", "Zo\u00eb");
        GenericRecord request = new GenericData.Record(schema);
        request.put("clientToken", token);
        request.put("participantDetails", participant);
        request.put("priority", 0);
        request.put("campaign", "spring");
        request.put("contactFlowId", "flow");
        request.put("instanceId", INSTANCE.arn());
        return request;
    }

    private ReceivedCall call(String token) {
        return stage.connect().stats().received().stream()
                .filter(it -> token.equals(it.clientToken()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyParameterOfARequestArrivesAtConnectExactlyAsSent() {
        String token = "token/" + UUID.randomUUID();
        ChatRequest full = FullRequest.of(INSTANCE.arn(), FLOW, token);
        Instant before = Instant.now().minusMillis(1);
        full.setRequestedAt(Instant.ofEpochMilli(1_700_000_000_123L));

        var sent = new ProducerRecord<byte[], byte[]>(
                stage.environment().topics().requests(), stage.sender().bytes(full));
        sent.headers()
                .add("traceparent", "00-aa-bb-01".getBytes(StandardCharsets.UTF_8))
                .add("chat.note", "ours".getBytes(StandardCharsets.UTF_8));

        RecordMetadata written = RunningService.written(stage.sender().send(sent));
        ConsumerRecord<byte[], byte[]> record = stage.resultRecord(written);
        ChatResult result = stage.read(record);

        ReceivedCall call = call(token);
        assertThat(call.instanceId()).isEqualTo(INSTANCE.id());
        assertThat(call.params()).usingRecursiveComparison().isEqualTo(FullRequest.asConnectMustSeeIt(FLOW));

        assertThat(record.key()).isEqualTo(token.getBytes(StandardCharsets.UTF_8));
        assertThat(RunningService.headers(record)).isEqualTo(Map.of("traceparent", "00-aa-bb-01"));
        assertThat(result.getInstanceId()).isEqualTo(INSTANCE.id());
        assertThat(result.getClientToken()).isEqualTo(token);
        assertThat(result.getStatus()).isEqualTo(ResultStatus.STARTED);
        assertThat(result.getFailure()).isNull();
        assertThat(result.getAttempts()).isEqualTo(1);
        assertThat(result.getReplayed()).isFalse();
        assertThat(result.getRequestedAt()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
        assertThat(result.getAcceptedAt()).isBetween(before, result.getSettledAt());
        assertThat(result.getSource().getTopic()).isEqualTo(written.topic());
        var contact = result.getContact();
        assertThat(contact.getContactId()).isNotBlank();
        assertThat(contact.getParticipantId()).isNotBlank();
        assertThat(contact.getParticipantToken()).startsWith(ConnectModel.TOKEN_PREFIX);
        assertThat(contact.getConnectionCredentials().getConnectionToken()).startsWith(ConnectModel.TOKEN_PREFIX);
        assertThat(contact.getConnectionCredentials().getExpiry()).isAfter(before);
        assertThat(contact.getWebsocket().getUrl()).contains(ConnectModel.TOKEN_PREFIX);
        assertThat(contact.getWebsocket().getConnectionExpiry()).isAfter(before);
        assertThat(contact.getStreamingId()).isNotBlank();
        assertThat(contact.getCredentialsRemoved()).isFalse();
        assertThat(contact.getContinuedFromContactId()).isEqualTo(FullRequest.SOURCE_CONTACT);
        assertThat(contact.getConnectBy())
                .isBetween(
                        contact.getStartedAt().plusSeconds(290),
                        contact.getStartedAt().plusSeconds(300));
        assertThat(stage.count(written)).isEqualTo(1);
    }

    private void assertStarted(byte[] value, String token) {
        RecordMetadata written = RunningService.written(stage.sender()
                .send(new ProducerRecord<>(stage.environment().topics().requests(), value)));

        ChatResult result = stage.result(written);

        assertThat(result.getStatus()).isEqualTo(ResultStatus.STARTED);
        assertThat(result.getClientToken()).isEqualTo(token);
        ReceivedCall call = call(token);
        assertThat(call.instanceId()).isEqualTo(INSTANCE.id());
        assertThat(call.params().displayName()).isEqualTo("Zo\u00eb");
        assertThat(call.params().contactFlowId()).isEqualTo("flow");
        assertThat(call.params().undocumented()).isEmpty();
    }

    @Test
    void aSchemaOfAnotherNamespaceIsTakenThatItsSerializerRegistersItself() {
        Schema schema = new Schema.Parser().parse(SCHEMA);
        try (KafkaAvroSerializer theirs = new KafkaAvroSerializer()) {
            theirs.configure(
                    Map.of(
                            "schema.registry.url",
                            stage.environment().servers().registry().url()),
                    false);
            byte[] value = theirs.serialize(stage.environment().topics().requests(), request(schema, "by serializer"));

            assertStarted(value, "by serializer");
        }
    }

    @Test
    void aSchemaUnderASubjectOfTheirOwnIsTakenFromAPlainHttpClient() throws IOException, InterruptedException {
        Schema schema = new Schema.Parser()
                .parse(SCHEMA.replace("com.example.crm", "org.example")
                        .replace("[\"null\", \"int\"], \"default\": null", "\"int\""));
        assertThat(schema.getField("priority").schema().getType()).isEqualTo(Schema.Type.INT);
        var bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.write(ByteBuffer.allocate(4).putInt(register(schema)).array());
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(request(schema, "by hand"), encoder);
        encoder.flush();

        assertStarted(bytes.toByteArray(), "by hand");
    }

    private int register(Schema schema) throws IOException, InterruptedException {
        String body =
                "{\"schema\": \"" + schema.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
        URI subject = URI.create(
                stage.environment().servers().registry().url() + "/subjects/org.example.ChatRequest/versions");
        try (HttpClient client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(subject)
                            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            Matcher id = Pattern.compile("\"id\"\\s*:\\s*(\\d+)").matcher(answer.body());
            assertThat(id.find()).as(answer.body()).isTrue();
            return Integer.parseInt(id.group(1));
        }
    }
}
