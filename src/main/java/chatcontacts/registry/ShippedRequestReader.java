package chatcontacts.registry;

import chatcontacts.domain.request.BodyReader;
import chatcontacts.domain.request.ChatRequest;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

/** Reads requests in the shipped schema, without a registry. Safe for use by several threads. */
public final class ShippedRequestReader implements BodyReader {

    public ShippedRequestReader() {
        AvroLimits.set();
    }

    @Override
    public ChatRequest read(byte[] bytes, int offset) {
        try {
            var decoder = DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null);
            var reader = new SpecificDatumReader<>(chatcontacts.ChatRequest.class);
            return AvroRequests.toDomain(reader.read(null, decoder));
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | StackOverflowError e) {
            throw new IllegalArgumentException("not a request in the shipped schema", e);
        }
    }
}
