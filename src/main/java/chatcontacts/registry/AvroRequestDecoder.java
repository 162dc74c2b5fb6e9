package chatcontacts.registry;

import chatcontacts.domain.request.RequestDecoder;
import java.util.Optional;

/** Reads chat requests in Confluent's wire format. Thread-safe. */
final class AvroRequestDecoder implements RequestDecoder {

    private final AvroValues values;

    AvroRequestDecoder(AvroValues values) {
        this.values = values;
    }

    @Override
    public Decoding decode(String topic, byte[] value, Optional<byte[]> schemaId) {
        return switch (values.read(topic, value, schemaId)) {
            case AvroValues.ReadRecord read -> decoded(read);
            case AvroValues.OtherRecord it -> new OtherType(it.problem());
            case AvroValues.MalformedValue it -> new Malformed(it.problem(), it.cause());
            case AvroValues.SchemaUnavailable it -> new RegistryUnavailable(it.problem());
        };
    }

    private static Decoding decoded(AvroValues.ReadRecord read) {
        var request = (chatcontacts.ChatRequest) read.record();
        try {
            Body body = read.shipped()
                    ? new InOriginal(BundledSchemaRequestReader.SCHEMA, read.offset())
                    : new Reencoded(BundledSchemaRequestReader.write(request));
            return new Decoded(AvroRequests.toDomain(request), body);
        } catch (StackOverflowError e) {
            // Segment attributes may nest as deep as a value is long.
            return new Malformed("a request nests too deeply", Optional.of(e));
        }
    }
}
