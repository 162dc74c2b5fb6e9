package chatcontacts.registry;

import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.wire.SingleObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;

/** Values in Confluent's wire format, made without a registry. */
final class EncodedValues {

    static final int ID = 7;

    private EncodedValues() {}

    /** A request in the shipped schema. */
    static byte[] shipped(DecodedRequest request) {
        return framed(ID, body(request));
    }

    /** A request in the shipped schema, without anything around it. */
    static byte[] body(DecodedRequest request) {
        byte[] bytes = BundledSchemaRequestReader.write(AvroRequests.toAvro(request));
        return Arrays.copyOfRange(bytes, SingleObject.HEADER, bytes.length);
    }

    static byte[] framed(int id, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .array();
    }

    /** A generic record, or anything else, in that schema. */
    static byte[] written(Schema schema, Object datum) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            var out = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<>(schema).write(datum, out);
            out.flush();
            return framed(ID, bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
