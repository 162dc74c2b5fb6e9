package chatcontacts.registry;

import chatcontacts.domain.request.RequestDecoder;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.util.Map;
import java.util.Optional;

/** Reads chat requests in Confluent's wire format. Thread-safe. */
final class AvroRequestDecoder implements RequestDecoder {

    private final AvroValues values;

    AvroRequestDecoder(SchemaRegistryClient client, Map<String, ?> settings) {
        this.values = new AvroValues(client, settings, chatcontacts.ChatRequest.getClassSchema());
    }

    @Override
    public Decoding decode(String topic, byte[] value) {
        return switch (values.read(topic, value)) {
            case AvroValues.ReadRecord read -> decoded((chatcontacts.ChatRequest) read.record(), read.shipped());
            case AvroValues.MalformedValue it -> new Malformed(it.problem(), it.cause());
            case AvroValues.SchemaUnavailable it -> new RegistryUnavailable(it.problem());
        };
    }

    private static Decoding decoded(chatcontacts.ChatRequest request, boolean shipped) {
        try {
            Body body = shipped
                    ? new InOriginal(AvroValues.PREFIX)
                    : new Reencoded(BundledSchemaRequestReader.write(request));
            return new Decoded(AvroRequests.toDomain(request), body);
        } catch (StackOverflowError e) {
            // Segment attributes may nest as deep as a value is long.
            return new Malformed("a request nests too deeply", Optional.of(e));
        }
    }
}
