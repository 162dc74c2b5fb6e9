package chatcontacts.testkit.hostile;

import chatcontacts.ChatCancellation;
import chatcontacts.ChatRequest;
import chatcontacts.InitialMessage;
import chatcontacts.ParticipantDetails;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.Fingerprint;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.registry.BundledSchemaRequestReader;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.Original;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The good records that {@link HostileRecords} are made of, for an instance that is listed in the lane of that name. */
public final class HostileModels {

    /** The source that the dispatch messages name: not the request topic, so that their outcomes can be told apart. */
    public static final String DISPATCH_SOURCE = "written-to-the-dispatch-topic";

    private HostileModels() {}

    /**
     * Hostile records for a registry that holds the shipped schemas.
     *
     * @param arn an instance whose contact events are wanted
     */
    public static HostileRecords records(
            long seed, Instant now, String registryUrl, String requests, String cancellations, String arn) {
        var unused = new BundledSchemaRequestReader(); // lets Avro load the generated classes
        ChatRequest request = request(arn);
        try (var serializer = serializer(registryUrl)) {
            byte[] requestBytes = serializer.serialize(requests, request);
            String instanceId = arn.substring(arn.indexOf('/') + 1);
            return new HostileRecords(
                    seed,
                    now,
                    request,
                    requestBytes,
                    serializer.serialize(cancellations, new ChatCancellation(arn, "model")),
                    arn,
                    List.of(
                            dispatchRequest(now, instanceId, "model", requestBytes),
                            DispatchCodec.toBytes(new DispatchMessage.Cancellation(instanceId, "model")),
                            DispatchCodec.toBytes(seen(now, instanceId, ChatSeen.Kind.OPEN)),
                            DispatchCodec.toBytes(seen(now, instanceId, ChatSeen.Kind.ENDED))));
        }
    }

    /** A valid request as a message of the dispatch topic. */
    public static byte[] dispatchRequest(
            Instant now, String instanceId, String token, String registryUrl, String requests) {
        try (var serializer = serializer(registryUrl)) {
            return dispatchRequest(now, instanceId, token, serializer.serialize(requests, request(instanceId)));
        }
    }

    private static byte[] dispatchRequest(Instant now, String instanceId, String token, byte[] value) {
        Envelope envelope = new Envelope(
                instanceId,
                token,
                new Fingerprint(new byte[Fingerprint.LENGTH]),
                5,
                now.plus(Duration.ofMinutes(10)),
                Optional.of(now),
                now,
                1,
                Optional.empty(),
                Optional.empty());
        Original original = new Original(
                new Source(DISPATCH_SOURCE, 1, 42),
                now,
                new byte[] {1},
                value,
                List.of(new Original.Header("h", null)));
        return DispatchCodec.toBytes(new DispatchMessage.Request(envelope, original, new InOriginal(5)));
    }

    private static ChatSeen seen(Instant now, String instanceId, ChatSeen.Kind kind) {
        return new ChatSeen(instanceId, "contact-2", "contact-1", kind, now);
    }

    private static ChatRequest request(String instanceId) {
        return ChatRequest.newBuilder()
                .setInstanceId(instanceId)
                .setContactFlowId("flow")
                .setClientToken("model")
                .setParticipantDetails(new ParticipantDetails("Ada"))
                .setAttributes(Map.of("order", "17"))
                .setInitialMessage(new InitialMessage("text/plain", "Hello"))
                .build();
    }

    private static KafkaAvroSerializer serializer(String registryUrl) {
        var serializer = new KafkaAvroSerializer();
        serializer.configure(
                Map.of(
                        "schema.registry.url", registryUrl,
                        "auto.register.schemas", "false",
                        "avro.remove.java.properties", "true"),
                false);
        return serializer;
    }
}
