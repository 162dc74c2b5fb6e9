package chatcontacts.registry;

import chatcontacts.domain.request.CancellationDecoder;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.util.Map;

/** Reads cancellations in Confluent's wire format. Thread-safe. */
final class AvroCancellationDecoder implements CancellationDecoder {

    private final AvroValues values;

    AvroCancellationDecoder(SchemaRegistryClient client, Map<String, ?> settings) {
        this.values = new AvroValues(client, settings, chatcontacts.ChatCancellation.getClassSchema());
    }

    @Override
    public CancellationDecoding decode(String topic, byte[] value) {
        return switch (values.read(topic, value)) {
            case AvroValues.ReadRecord read -> {
                var cancellation = (chatcontacts.ChatCancellation) read.record();
                yield new DecodedCancellation(cancellation.getInstanceId(), cancellation.getClientToken());
            }
            case AvroValues.MalformedValue it -> new MalformedCancellation(it.problem(), it.cause());
            case AvroValues.SchemaUnavailable it -> new UndecodedCancellation(it.problem());
        };
    }
}
