package chatcontacts.registry;

import chatcontacts.ChatCancellation;
import chatcontacts.domain.request.CancellationDecoder;

/** Decodes the cancellation topic with Confluent's deserializer. Safe for use by several threads. */
public final class AvroCancellationDecoder implements CancellationDecoder {

    private final AvroValues<ChatCancellation> values;

    public AvroCancellationDecoder(RegistryConnection registry) {
        this.values = new AvroValues<>(registry, ChatCancellation.class, ChatCancellation.getClassSchema());
    }

    @Override
    public Decoding decode(String topic, byte[] value) {
        return switch (values.read(topic, value)) {
            case AvroValues.Value<ChatCancellation> read ->
                new Cancellation(read.value().getInstanceId(), read.value().getClientToken());
            case AvroValues.Malformed<ChatCancellation> read -> new Malformed(read.problem(), read.cause());
            case AvroValues.Unavailable<ChatCancellation> read -> new RegistryUnavailable(read.problem());
        };
    }
}
