package chatcontacts.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.domain.format.NewerFormatException;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Requests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** A schema that only adds optional fields needs no new version of the dispatch message. */
final class RequestSchemasTest {

    private static final Schema NEXT = next();
    private final BundledSchemaRequestReader older = new BundledSchemaRequestReader();

    /** The next version: one more optional field. */
    private static Schema next() {
        String text = RequestSchemas.CURRENT.toString();
        String field = ",{\"name\":\"laterField\",\"type\":[\"null\",\"string\"],\"default\":null}]";
        int end = text.lastIndexOf(']');
        return new Schema.Parser().parse(text.substring(0, end) + field + text.substring(end + 1));
    }

    private static byte[] inNext(DecodedRequest request) throws IOException {
        GenericData.Record record = (GenericData.Record) new GenericDatumReader<>(RequestSchemas.CURRENT, NEXT)
                .read(null, DecoderFactory.get().binaryDecoder(EncodedValues.body(request), null));
        record.put("laterField", "later");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        var out = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(NEXT).write(record, out);
        out.flush();
        return bytes.toByteArray();
    }

    @Test
    void everyShippedVersionIsKnown() throws IOException {
        RequestSchemas shipped = RequestSchemas.shipped();
        try (var files = Files.list(Path.of("schemas/history/ChatRequest"))) {
            files.forEach(file -> {
                try {
                    long fingerprint = RequestSchemas.fingerprint(new Schema.Parser().parse(file.toFile()));
                    assertThat(shipped.findByFingerprint(fingerprint)).isNotNull();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
        assertThat(shipped.findByFingerprint(BundledSchemaRequestReader.SCHEMA)).isEqualTo(RequestSchemas.CURRENT);
    }

    @Test
    void aReleaseThatKnowsTheNextVersionReadsIt() throws IOException {
        var reader = new BundledSchemaRequestReader(RequestSchemas.shipped().with(NEXT));

        assertThat(reader.read(RequestSchemas.fingerprint(NEXT), inNext(Requests.full()), 0))
                .isEqualTo(Requests.full());
    }

    @Test
    void theNextReleaseReadsWhatThisOneWroteWithDefaults() throws IOException {
        var record = (GenericData.Record) new GenericDatumReader<>(RequestSchemas.CURRENT, NEXT)
                .read(null, DecoderFactory.get().binaryDecoder(EncodedValues.body(Requests.full()), null));

        assertThat(record.get("laterField")).isNull();
        assertThat(record.get("instanceId")).hasToString(Requests.INSTANCE);
    }

    @Test
    void aReleaseThatDoesNotKnowItSaysSoAndDoesNotCallItBroken() throws IOException {
        byte[] bytes = inNext(Requests.full());

        assertThatThrownBy(() -> older.read(RequestSchemas.fingerprint(NEXT), bytes, 0))
                .isInstanceOf(NewerFormatException.class)
                .hasMessageStartingWith("request schema ");
    }
}
