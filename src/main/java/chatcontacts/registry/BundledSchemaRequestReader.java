package chatcontacts.registry;

import chatcontacts.domain.format.NewerFormatException;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.domain.request.DecodedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Reads requests that lie in any shipped version of the schema, without a registry; fields that a version lacks get their
 * defaults. Thread-safe.
 */
public final class BundledSchemaRequestReader implements BodyReader {

    static {
        AvroLimits.set();
        TrustedClasses.ensure();
    }

    /** The fingerprint of this release's schema. */
    public static final long SCHEMA = RequestSchemas.fingerprint(RequestSchemas.CURRENT);

    private final SchemaStore schemas;

    /** By fingerprint, some for each thread: making one resolves the whole schema, which costs more than reading a request. */
    private final ThreadLocal<Map<Long, SpecificDatumReader<chatcontacts.ChatRequest>>> readers =
            ThreadLocal.withInitial(HashMap::new);

    public BundledSchemaRequestReader() {
        this(RequestSchemas.shipped());
    }

    BundledSchemaRequestReader(SchemaStore schemas) {
        this.schemas = schemas;
    }

    @Override
    public DecodedRequest read(long schema, byte[] bytes, int offset) {
        var reader = readers.get().computeIfAbsent(schema, this::reader);
        try {
            BinaryDecoder in = DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null);
            var request = reader.read(null, in);
            if (!in.isEnd()) {
                throw new IllegalArgumentException("bytes are left over after a request in its schema");
            }
            return AvroRequests.toDomain(request);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new IllegalArgumentException((bytes.length - offset) + " bytes are not a request in their schema", e);
        }
    }

    private SpecificDatumReader<chatcontacts.ChatRequest> reader(long fingerprint) {
        Schema writer;
        try {
            writer = schemas.findByFingerprint(fingerprint);
        } catch (MissingSchemaException e) {
            throw new NewerFormatException("request schema " + HexFormat.of().toHexDigits(fingerprint));
        }
        return new SpecificDatumReader<>(writer, RequestSchemas.CURRENT);
    }

    /** The request in this release's schema, in Avro's single-object encoding. */
    static byte[] write(chatcontacts.ChatRequest request) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try {
            new BinaryMessageEncoder<>(request.getSpecificData(), RequestSchemas.CURRENT).encode(request, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }
}
