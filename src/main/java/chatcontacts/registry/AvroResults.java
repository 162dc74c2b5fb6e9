package chatcontacts.registry;

import chatcontacts.domain.outcome.MovedFrom;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import java.util.Optional;

/** Results between Avro and the domain, both ways. Times are cut to milliseconds. */
final class AvroResults {

    private AvroResults() {}

    static chatcontacts.ChatResult toAvro(Result result) {
        var avro = new chatcontacts.ChatResult();
        avro.setInstanceId(result.instanceId());
        result.region().ifPresent(avro::setRegion);
        avro.setClientToken(result.clientToken());
        switch (result.outcome()) {
            case Outcome.Started started -> {
                avro.setStatus(chatcontacts.ResultStatus.STARTED);
                avro.setContact(AvroContacts.toAvro(started.contact()));
            }
            case Outcome.Failed failed -> {
                avro.setStatus(chatcontacts.ResultStatus.FAILED);
                avro.setFailure(new chatcontacts.Failure(
                        toAvro(failed.reason()), failed.errorCode().orElse(null), failed.message()));
            }
        }
        avro.setAttempts(result.attempts());
        result.requestedAt().ifPresent(avro::setRequestedAt);
        avro.setAcceptedAt(result.acceptedAt());
        avro.setSettledAt(result.settledAt());
        avro.setReplayed(result.replayed());
        Source source = result.source();
        avro.setSource(new chatcontacts.SourceRecord(source.topic(), source.partition(), source.offset()));
        result.movedFrom()
                .ifPresent(it -> avro.setMovedFrom(
                        new chatcontacts.MovedFrom(it.instanceId(), it.region().orElse(null))));
        return avro;
    }

    private static chatcontacts.FailureReason toAvro(Reason reason) {
        return switch (reason) {
            case MALFORMED -> chatcontacts.FailureReason.MALFORMED;
            case INVALID -> chatcontacts.FailureReason.INVALID;
            case UNKNOWN_INSTANCE -> chatcontacts.FailureReason.UNKNOWN_INSTANCE;
            case TOKEN_REUSED -> chatcontacts.FailureReason.TOKEN_REUSED;
            case REJECTED -> chatcontacts.FailureReason.REJECTED;
            case EXPIRED -> chatcontacts.FailureReason.EXPIRED;
            case RETRIES_EXHAUSTED -> chatcontacts.FailureReason.RETRIES_EXHAUSTED;
            case CANCELLED -> chatcontacts.FailureReason.CANCELLED;
            case UNCERTAIN -> chatcontacts.FailureReason.UNCERTAIN;
        };
    }

    /** The result; empty if its status or reason is newer than this release, or its parts do not fit its status. */
    static Optional<Result> toDomain(chatcontacts.ChatResult avro) {
        return outcome(avro)
                .map(outcome -> new Result(
                        avro.getInstanceId(),
                        avro.getClientToken(),
                        outcome,
                        avro.getAttempts(),
                        Optional.ofNullable(avro.getRequestedAt()),
                        avro.getAcceptedAt(),
                        avro.getSettledAt(),
                        avro.getReplayed(),
                        new Source(
                                avro.getSource().getTopic(),
                                avro.getSource().getPartition(),
                                avro.getSource().getOffset()),
                        Optional.ofNullable(avro.getRegion()),
                        Optional.ofNullable(avro.getMovedFrom())
                                .map(it -> new MovedFrom(it.getInstanceId(), Optional.ofNullable(it.getRegion())))));
    }

    private static Optional<Outcome> outcome(chatcontacts.ChatResult avro) {
        return switch (avro.getStatus()) {
            case STARTED ->
                Optional.ofNullable(avro.getContact())
                        .map(contact -> new Outcome.Started(AvroContacts.toDomain(contact)));
            case FAILED ->
                Optional.ofNullable(avro.getFailure())
                        .flatMap(failure -> toDomain(failure.getReason())
                                .map(reason -> new Outcome.Failed(
                                        reason, Optional.ofNullable(failure.getErrorCode()), failure.getMessage())));
            case UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<Reason> toDomain(chatcontacts.FailureReason reason) {
        return switch (reason) {
            case UNKNOWN -> Optional.empty();
            case MALFORMED -> Optional.of(Reason.MALFORMED);
            case INVALID -> Optional.of(Reason.INVALID);
            case UNKNOWN_INSTANCE -> Optional.of(Reason.UNKNOWN_INSTANCE);
            case TOKEN_REUSED -> Optional.of(Reason.TOKEN_REUSED);
            case REJECTED -> Optional.of(Reason.REJECTED);
            case EXPIRED -> Optional.of(Reason.EXPIRED);
            case RETRIES_EXHAUSTED -> Optional.of(Reason.RETRIES_EXHAUSTED);
            case CANCELLED -> Optional.of(Reason.CANCELLED);
            case UNCERTAIN -> Optional.of(Reason.UNCERTAIN);
        };
    }
}
