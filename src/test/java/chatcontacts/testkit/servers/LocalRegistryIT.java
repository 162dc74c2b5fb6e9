package chatcontacts.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalServers.Shared.class)
final class LocalRegistryIT {

    private static final Schema WORD =
            SchemaBuilder.record("Word").fields().requiredString("text").endRecord();
    private static final Schema NUMBER =
            SchemaBuilder.record("Word").fields().requiredLong("text").endRecord();

    private LocalRegistry registry;

    @BeforeEach
    void find(LocalServers servers) {
        registry = servers.registry();
    }

    @Test
    void carriesRecordsBetweenConfluentsSerializers() throws Exception {
        try (var client = client();
                var serializer = new KafkaAvroSerializer(client);
                var deserializer = new KafkaAvroDeserializer(client)) {
            var id = client.register("words-value", new AvroSchema(WORD));
            var word = new GenericRecordBuilder(WORD).set("text", "hello").build();
            var bytes = serializer.serialize("words", word);

            assertThat(ByteBuffer.wrap(bytes).get()).isZero();
            assertThat(ByteBuffer.wrap(bytes).getInt(1)).isEqualTo(id);
            assertThat(deserializer.deserialize("words", bytes)).hasToString(word.toString());
        }
    }

    @Test
    void refusesWhatIsNotCompatible() throws Exception {
        try (var client = client()) {
            client.register("changing", new AvroSchema(WORD));
            client.updateCompatibility("changing", "FULL_TRANSITIVE");

            assertThatThrownBy(() -> client.register("changing", new AvroSchema(NUMBER)))
                    .isInstanceOfSatisfying(
                            RestClientException.class,
                            refusal -> assertThat(refusal.getStatus()).isEqualTo(409));
        }
    }

    @Test
    void keepsItsSchemasOverAStopThatCutsItOff() throws Exception {
        try (var before = client();
                var meanwhile = client();
                var after = client()) {
            var id = before.register("lasting", new AvroSchema(WORD));
            registry.stop();
            try {
                assertThatThrownBy(meanwhile::getAllSubjects).isInstanceOf(ConnectException.class);
            } finally {
                registry.start(); // others use it too
            }
            assertThat(after.getSchemaById(id).rawSchema()).isEqualTo(WORD);
        }
    }

    private CachedSchemaRegistryClient client() {
        return new CachedSchemaRegistryClient(List.of(registry.url()), 100, Map.of());
    }
}
