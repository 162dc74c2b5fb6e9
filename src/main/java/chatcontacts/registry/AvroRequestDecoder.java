package chatcontacts.registry;

import chatcontacts.domain.request.RequestDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/** Decodes the request topic with Confluent's deserializer. Safe for use by several threads. */
public final class AvroRequestDecoder implements RequestDecoder {

    private final AvroValues<chatcontacts.ChatRequest> values;

    public AvroRequestDecoder(RegistryConnection registry) {
        this.values =
                new AvroValues<>(registry, chatcontacts.ChatRequest.class, chatcontacts.ChatRequest.getClassSchema());
    }

    @Override
    public Decoding decode(String topic, byte[] value) {
        return switch (values.read(topic, value)) {
            case AvroValues.Value<chatcontacts.ChatRequest> read ->
                new Decoded(
                        AvroRequests.toDomain(read.value()),
                        read.shipped()
                                ? new InOriginal(AvroValues.HEADER_BYTES)
                                : new Reencoded(encode(read.value())));
            case AvroValues.Malformed<chatcontacts.ChatRequest> read -> new Malformed(read.problem(), read.cause());
            case AvroValues.Unavailable<chatcontacts.ChatRequest> read -> new RegistryUnavailable(read.problem());
        };
    }

    private static byte[] encode(chatcontacts.ChatRequest request) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<>(chatcontacts.ChatRequest.class).write(request, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}
