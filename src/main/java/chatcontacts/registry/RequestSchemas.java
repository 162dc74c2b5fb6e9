package chatcontacts.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.message.SchemaStore;
import org.jspecify.annotations.Nullable;

/** Every version of the request's schema that was ever shipped, by its CRC-64-AVRO fingerprint. Immutable. */
final class RequestSchemas implements SchemaStore {

    /** Of this release. */
    static final Schema CURRENT = chatcontacts.ChatRequest.getClassSchema();

    private final Map<Long, Schema> schemas;

    private RequestSchemas(Map<Long, Schema> schemas) {
        this.schemas = Map.copyOf(schemas);
    }

    /** Reads those that lie beside the classes, in the folder of the schema's history. */
    static RequestSchemas shipped() {
        Map<Long, Schema> found = new HashMap<>();
        found.put(fingerprint(CURRENT), CURRENT);
        for (int version = 1; ; version++) {
            Schema schema = load("/schemas/history/ChatRequest/" + version + ".avsc");
            if (schema == null) {
                return new RequestSchemas(found);
            }
            found.putIfAbsent(fingerprint(schema), schema);
        }
    }

    /** The same, and one more. */
    RequestSchemas with(Schema other) {
        Map<Long, Schema> more = new HashMap<>(schemas);
        more.put(fingerprint(other), other);
        return new RequestSchemas(more);
    }

    static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    @Override
    public Schema findByFingerprint(long fingerprint) {
        Schema schema = schemas.get(fingerprint);
        if (schema == null) {
            throw new MissingSchemaException("no shipped schema has that fingerprint");
        }
        return schema;
    }

    private static @Nullable Schema load(String resource) {
        try (InputStream in = RequestSchemas.class.getResourceAsStream(resource)) {
            return in == null ? null : new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
