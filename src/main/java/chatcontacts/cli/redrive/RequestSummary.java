package chatcontacts.cli.redrive;

import chatcontacts.cli.redrive.RedriveException.Obstacle;
import chatcontacts.domain.request.InstanceRef;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.RequestDecoder.Decoded;
import chatcontacts.domain.request.RequestDecoder.Malformed;
import chatcontacts.domain.request.RequestDecoder.OtherType;
import chatcontacts.domain.request.RequestDecoder.RegistryUnavailable;
import chatcontacts.wire.DeadLetterRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * What has to be known of the request in a dead letter.
 *
 * @param instance in the Region of the dead letter; empty if the value is no request
 * @param startBy its own deadline
 */
record RequestSummary(Optional<InstanceRef> instance, Optional<Instant> startBy) {

    private static final RequestSummary NONE = new RequestSummary(Optional.empty(), Optional.empty());

    /**
     * Reads the value, if it came from the request topic.
     *
     * @throws RedriveException if the registry does not respond: another run may know
     */
    static RequestSummary of(DeadLetterRecord deadLetter, String requestTopic, RequestDecoder decoder) {
        byte[] value = deadLetter.record().value();
        if (value == null || !deadLetter.originalTopic().equals(Optional.of(requestTopic))) {
            return NONE;
        }
        return switch (decoder.decode(requestTopic, value, deadLetter.schemaId())) {
            case Decoded it ->
                new RequestSummary(
                        InstanceRef.parse(it.request().call().instanceId()).map(deadLetter::inRegion),
                        it.request().startBy());
            case Malformed ignored -> NONE;
            case OtherType ignored -> NONE;
            case RegistryUnavailable it ->
                throw new RedriveException(Obstacle.REGISTRY, it.problem() + ", at " + deadLetter);
        };
    }
}
