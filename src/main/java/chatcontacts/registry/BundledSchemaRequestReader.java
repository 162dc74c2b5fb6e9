package chatcontacts.registry;

import chatcontacts.domain.request.BodyReader;
import chatcontacts.domain.request.DecodedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/** Reads requests that lie in the shipped schema, without a registry. Thread-safe. */
public final class BundledSchemaRequestReader implements BodyReader {

    static {
        AvroLimits.set();
        TrustedClasses.ensure();
    }

    /** One for each thread: making one resolves the whole schema, which costs more than reading a request. */
    private final ThreadLocal<SpecificDatumReader<chatcontacts.ChatRequest>> reader =
            ThreadLocal.withInitial(() -> new SpecificDatumReader<>(chatcontacts.ChatRequest.class));

    @Override
    public DecodedRequest read(byte[] bytes, int offset) {
        try {
            BinaryDecoder in = DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null);
            var request = reader.get().read(null, in);
            if (!in.isEnd()) {
                throw new IllegalArgumentException("bytes are left over after a request in the shipped schema");
            }
            return AvroRequests.toDomain(request);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new IllegalArgumentException(
                    (bytes.length - offset) + " bytes are not a request in the shipped schema", e);
        }
    }

    /** The request in the shipped schema, for {@link #read} at offset 0. */
    static byte[] write(chatcontacts.ChatRequest request) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<>(chatcontacts.ChatRequest.class).write(request, out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }
}
