package chatcontacts.registry;

import chatcontacts.domain.control.ControlDecoder;
import java.util.Optional;

/** Reads commands of operators in Confluent's wire format. Thread-safe. */
final class AvroControlDecoder implements ControlDecoder {

    private final AvroValues values;

    AvroControlDecoder(AvroValues values) {
        this.values = values;
    }

    @Override
    public ControlDecoding decode(String topic, byte[] value, Optional<byte[]> schemaId) {
        return switch (values.read(topic, value, schemaId)) {
            case AvroValues.ReadRecord read ->
                new DecodedControl(AvroControls.toDomain((chatcontacts.ChatControl) read.record()));
            case AvroValues.OtherRecord it -> new MalformedControl(it.problem());
            case AvroValues.MalformedValue it -> new MalformedControl(it.problem());
            case AvroValues.SchemaUnavailable it -> new UndecodedControl(it.problem());
        };
    }
}
