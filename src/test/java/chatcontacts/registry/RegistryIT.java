package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.RequestDecoder.Decoded;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestDecoder.Malformed;
import chatcontacts.domain.request.RequestDecoder.Reencoded;
import chatcontacts.domain.request.RequestDecoder.RegistryUnavailable;
import chatcontacts.domain.request.Requests;
import chatcontacts.testkit.servers.LocalRegistry;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

/** Against a real registry, with producers that use Confluent's serializer. */
class RegistryIT {

    @Test
    void readsRealProducersAndOutlivesTheRegistry() throws Exception {
        try (LocalRegistry registry = LocalRegistry.startNew()) {
            Map<String, Object> settings = Map.of("schema.registry.url", registry.url());
            var topics = BundledSchemas.byTopic("requests", "results", "cancellations", "control", "control-log");
            assertThat(new SchemaRegistration(settings).register(topics)).hasSize(5);
            Map<String, Object> quiet = Map.of("schema.registry.url", registry.url(), "auto.register.schemas", "false");
            AtomicLong nanos = new AtomicLong();
            try (RegistryConnection connection = RegistryConnection.with(quiet, nanos::get)) {
                var decoder = connection.requestDecoder();
                byte[] shipped = shipped(registry);
                byte[] foreign = foreign(registry);

                assertThat(decoder.decode("requests", shipped))
                        .isEqualTo(new Decoded(Requests.full(), new InOriginal(BundledSchemaRequestReader.SCHEMA, 5)));
                Decoded decoded = (Decoded) decoder.decode("requests", foreign);
                assertThat(decoded.request()).isEqualTo(Requests.full());
                assertThat(decoded.body()).isInstanceOf(Reencoded.class);
                assertThat(decoder.decode("requests", EncodedValues.framed(999_999, new byte[4])))
                        .isInstanceOf(RegistryUnavailable.class);
                nanos.addAndGet(SchemaVerdicts.UNKNOWN_PATIENCE.toNanos());
                assertThat(decoder.decode("requests", EncodedValues.framed(999_999, new byte[4])))
                        .isInstanceOf(Malformed.class);
                // The results' schema is the registered one: found without registering anything.
                ResultSerializer results = connection.resultSerializer();
                results.warmUp("results");

                registry.stop();

                assertThat(results.serialize("results", result())).isNotEmpty();
                assertThat(decoder.decode("requests", shipped)).isInstanceOf(Decoded.class);
                assertThat(decoder.decode("requests", EncodedValues.framed(888_888, new byte[4])))
                        .isInstanceOf(RegistryUnavailable.class);
            }
        }
    }

    private static byte[] shipped(LocalRegistry registry) {
        Map<String, Object> settings = Map.of(
                "schema.registry.url",
                registry.url(),
                "auto.register.schemas",
                false,
                "avro.remove.java.properties",
                true);
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
            serializer.configure(settings, false);
            return serializer.serialize("requests", AvroRequests.toAvro(Requests.full()));
        }
    }

    private static byte[] foreign(LocalRegistry registry) throws Exception {
        Schema own = new Schema.Parser()
                .parse(chatcontacts.ChatRequest.getClassSchema().toString().replace("chatcontacts", "com.example"));
        byte[] body = EncodedValues.body(Requests.full());
        Object record =
                new GenericDatumReader<>(own).read(null, DecoderFactory.get().binaryDecoder(body, null));
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
            serializer.configure(Map.of("schema.registry.url", registry.url()), false);
            return serializer.serialize("others", record);
        }
    }

    private static Result result() {
        return new Result(
                "i",
                "t",
                new Outcome.Failed(Reason.EXPIRED, Optional.empty(), "late"),
                0,
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                false,
                new Source("requests", 0, 0),
                Optional.empty());
    }
}
