package chatcontacts.registry;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.data.TimeConversions.TimestampMillisConversion;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.Utf8;

/**
 * Avro's reader made strict: text must be valid UTF-8, no bytes may be left over, and whatever is wrong with a value is a {@link
 * InvalidValueException} that names the field. Avro's fast readers, which take half the time, cannot name a field: this one reads
 * only what they found fault with, or what may not be UTF-8. Used by one thread.
 */
final class StrictReader extends SpecificDatumReader<SpecificRecord> {

    /** Stands in for what is not UTF-8, but may also be written as such. */
    static final char REPLACEMENT = '\uFFFD';

    private static final int MAX_KEPT_BYTES = 64 * 1024;
    private static final int MAX_PATH = 200;

    private Utf8 scratch = new Utf8();

    StrictReader(Schema writer, Schema shipped) {
        super(writer, shipped, fieldByField());
    }

    private static SpecificData fieldByField() {
        SpecificData data = new SpecificData(StrictReader.class.getClassLoader());
        data.addLogicalTypeConversion(new TimestampMillisConversion());
        data.setFastReaderEnabled(false);
        return data;
    }

    /** A fault inside a field, on its way out to the whole record. */
    private static final class FieldException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String problem;
        private String path;

        FieldException(String field, Throwable fault) {
            super(fault);
            this.problem = fault instanceof NotUtf8Exception
                    ? "is not valid UTF-8"
                    : "holds null or a type that does not fit the shipped schema";
            this.path = field;
        }

        FieldException within(String field) {
            if (path.length() < MAX_PATH) {
                path = field + "." + path;
            }
            return this;
        }
    }

    private static final class NotUtf8Exception extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Reads the record at which that decoder stands, to the end of its bytes. */
    SpecificRecord readAll(BinaryDecoder in) {
        try {
            SpecificRecord record = read(null, in);
            if (!in.isEnd()) {
                throw new InvalidValueException("bytes are left over after the record", null);
            }
            return record;
        } catch (InvalidValueException e) {
            throw e;
        } catch (FieldException e) {
            throw new InvalidValueException("its field " + e.path + " " + e.problem, e.getCause());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new InvalidValueException(problem(e), e);
        }
    }

    private static String problem(Throwable failure) {
        return switch (failure) {
            case EOFException ignored -> "it ends in the middle of the record, or a length in it is wrong";
            case SystemLimitException ignored -> "a length in it is beyond all bounds";
            case StackOverflowError ignored -> "it nests too deeply";
            default -> "it is not what its writer's schema says";
        };
    }

    @Override
    protected void readField(Object record, Schema.Field field, Object oldDatum, ResolvingDecoder in, Object state)
            throws IOException {
        try {
            super.readField(record, field, oldDatum, in, state);
        } catch (FieldException e) {
            throw e.within(field.name());
        } catch (NotUtf8Exception | AvroTypeException e) {
            throw new FieldException(field.name(), e);
        }
    }

    @Override
    protected Object readString(Object old, Schema expected, Decoder in) throws IOException {
        return text(in);
    }

    @Override
    protected Object readMapKey(Object old, Schema expected, Decoder in) throws IOException {
        return text(in);
    }

    /** Java replaces what is not UTF-8: only where a replacement stands, the bytes have to be compared. */
    private String text(Decoder in) throws IOException {
        Utf8 bytes = in.readString(scratch);
        String text = bytes.toString();
        if (text.indexOf(REPLACEMENT) >= 0
                && !Arrays.equals(
                        text.getBytes(StandardCharsets.UTF_8),
                        Arrays.copyOf(bytes.getBytes(), bytes.getByteLength()))) {
            throw new NotUtf8Exception();
        }
        scratch = bytes.getByteLength() > MAX_KEPT_BYTES ? new Utf8() : bytes;
        return text;
    }
}
