package chatcontacts.registry;

import chatcontacts.ChatResult;
import chatcontacts.Failure;
import chatcontacts.FailureReason;
import chatcontacts.ResultStatus;
import chatcontacts.SourceRecord;
import chatcontacts.StartedContact;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Outcome.Failed;
import chatcontacts.domain.outcome.Outcome.Started;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes results with Confluent's serializer. Once {@link #warmUp} has succeeded it needs the registry no more, so that an
 * outage delays no outcome. Shared by all threads; Kafka Streams may close it, which does nothing: the connection's owner
 * closes that.
 */
public final class ResultSerializer implements Serializer<Result> {

    private static final Result SAMPLE = new Result(
            "", "", new Failed(Reason.INVALID, Optional.empty(), ""), 0, Optional.empty(), Instant.EPOCH, Instant.EPOCH,
            false, new Source("", 0, 0));

    private final KafkaAvroSerializer serializer;

    public ResultSerializer(RegistryConnection registry) {
        this.serializer = new KafkaAvroSerializer(registry.client());
        Map<String, Object> settings = new HashMap<>(registry.settings());
        settings.put("avro.remove.java.properties", true); // as the schemas are registered: without marks for Java
        this.serializer.configure(settings, false);
    }

    /**
     * Finds out the schema's id, or registers it where {@code serde.auto.register.schemas} is on.
     *
     * @throws org.apache.kafka.common.errors.SerializationException if the registry cannot be reached, or refuses
     */
    public void warmUp(String topic) {
        serialize(topic, SAMPLE);
    }

    @Override
    public byte[] serialize(String topic, Result result) {
        return serializer.serialize(topic, toAvro(result));
    }

    @Override
    public void close() {}

    static ChatResult toAvro(Result result) {
        return ChatResult.newBuilder()
                .setInstanceId(result.instanceId())
                .setClientToken(result.clientToken())
                .setStatus(status(result.outcome()))
                .setContact(contact(result.outcome()))
                .setFailure(failure(result.outcome()))
                .setAttempts(result.attempts())
                .setRequestedAt(result.requestedAt().orElse(null))
                .setAcceptedAt(result.acceptedAt())
                .setSettledAt(result.settledAt())
                .setReplayed(result.replayed())
                .setSource(new SourceRecord(
                        result.source().topic(),
                        result.source().partition(),
                        result.source().offset()))
                .build();
    }

    private static ResultStatus status(Outcome outcome) {
        return switch (outcome) {
            case Started ignored -> ResultStatus.STARTED;
            case Failed ignored -> ResultStatus.FAILED;
        };
    }

    @SuppressWarnings("NullAway") // absence is null in the generated classes
    private static StartedContact contact(Outcome outcome) {
        if (!(outcome instanceof Started started)) {
            return null;
        }
        Contact contact = started.contact();
        return StartedContact.newBuilder()
                .setContactId(contact.contactId())
                .setParticipantId(contact.participantId())
                .setParticipantToken(contact.participantToken())
                .setContinuedFromContactId(contact.continuedFromContactId().orElse(null))
                .setStartedAt(contact.startedAt())
                .setConnectBy(contact.connectBy())
                .build();
    }

    @SuppressWarnings("NullAway") // absence is null in the generated classes
    private static Failure failure(Outcome outcome) {
        if (!(outcome instanceof Failed failed)) {
            return null;
        }
        return Failure.newBuilder()
                .setReason(reason(failed.reason()))
                .setErrorCode(failed.errorCode().orElse(null))
                .setMessage(failed.message())
                .build();
    }

    private static FailureReason reason(Reason reason) {
        return switch (reason) {
            case MALFORMED -> FailureReason.MALFORMED;
            case INVALID -> FailureReason.INVALID;
            case UNKNOWN_INSTANCE -> FailureReason.UNKNOWN_INSTANCE;
            case TOKEN_REUSED -> FailureReason.TOKEN_REUSED;
            case REJECTED -> FailureReason.REJECTED;
            case EXPIRED -> FailureReason.EXPIRED;
            case RETRIES_EXHAUSTED -> FailureReason.RETRIES_EXHAUSTED;
            case CANCELLED -> FailureReason.CANCELLED;
            case UNCERTAIN -> FailureReason.UNCERTAIN;
        };
    }
}
