package chatcontacts.registry;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads the records of one writer's schema: with Avro's fast reader, and again with the strict one wherever that found a fault
 * or the text may not be what was written. Used by one thread.
 */
final class RecordReader {

    private final SpecificDatumReader<SpecificRecord> fast;
    private final StrictReader strict;

    RecordReader(Schema writer, Schema shipped) {
        this.fast = new SpecificDatumReader<>(writer, shipped);
        this.strict = new StrictReader(writer, shipped);
    }

    /**
     * Reads a record from that offset to the end of the bytes.
     *
     * @throws InvalidValueException if it is not one; names the field where one is to blame
     */
    SpecificRecord read(byte[] value, int offset) {
        try {
            BinaryDecoder in = decoder(value, offset);
            SpecificRecord record = fast.read(null, in);
            return in.isEnd() && !mayDiffer(record) ? record : strict.readAll(decoder(value, offset));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return strict.readAll(decoder(value, offset));
        }
    }

    private static BinaryDecoder decoder(byte[] value, int offset) {
        return DecoderFactory.get().binaryDecoder(value, offset, value.length - offset, null);
    }

    /** Whether a text holds the character that Java puts in the place of what is not UTF-8. For every value: no streams. */
    private static boolean mayDiffer(Object datum) {
        if (datum instanceof String text) {
            return text.indexOf(StrictReader.REPLACEMENT) >= 0;
        }
        return switch (datum) {
            case SpecificRecord record -> anyFieldMayDiffer(record);
            case Map<?, ?> map -> anyEntryMayDiffer(map);
            case List<?> items -> anyItemMayDiffer(items);
            default -> false;
        };
    }

    private static boolean anyFieldMayDiffer(SpecificRecord record) {
        int fields = record.getSchema().getFields().size();
        for (int i = 0; i < fields; i++) {
            Object field = record.get(i);
            if (field != null && mayDiffer(field)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyEntryMayDiffer(Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (mayDiffer(entry.getKey()) || mayDiffer(entry.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyItemMayDiffer(List<?> items) {
        for (Object item : items) {
            if (mayDiffer(item)) {
                return true;
            }
        }
        return false;
    }
}
