package chatcontacts.registry;

import chatcontacts.domain.request.CancellationDecoder;
import java.util.Optional;

/** Reads cancellations in Confluent's wire format. Thread-safe. */
final class AvroCancellationDecoder implements CancellationDecoder {

    private final AvroValues values;

    AvroCancellationDecoder(AvroValues values) {
        this.values = values;
    }

    @Override
    public CancellationDecoding decode(String topic, byte[] value, Optional<byte[]> schemaId) {
        return switch (values.read(topic, value, schemaId)) {
            case AvroValues.ReadRecord read -> {
                var cancellation = (chatcontacts.ChatCancellation) read.record();
                yield new DecodedCancellation(cancellation.getInstanceId(), cancellation.getClientToken());
            }
            case AvroValues.OtherRecord it -> new MalformedCancellation(it.problem(), Optional.empty());
            case AvroValues.MalformedValue it -> new MalformedCancellation(it.problem(), it.cause());
            case AvroValues.SchemaUnavailable it -> new UndecodedCancellation(it.problem());
        };
    }
}
