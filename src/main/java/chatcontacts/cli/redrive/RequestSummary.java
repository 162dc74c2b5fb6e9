package chatcontacts.cli.redrive;

import chatcontacts.cli.redrive.RedriveException.Obstacle;
import chatcontacts.domain.request.InstanceRef;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.RequestDecoder.Decoded;
import chatcontacts.domain.request.RequestDecoder.Malformed;
import chatcontacts.domain.request.RequestDecoder.OtherType;
import chatcontacts.domain.request.RequestDecoder.RegistryUnavailable;
import chatcontacts.wire.DeadLetterRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What has to be known of the request in a dead letter.
 *
 * @param instance in the Region of the dead letter; empty if the value is no request
 * @param contactFlow that was asked for; empty likewise
 * @param startBy its own deadline
 */
record RequestSummary(Optional<InstanceRef> instance, Optional<String> contactFlow, Optional<Instant> startBy) {

    private static final int MAX_RETRIES = 16;
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(250);
    private static final RequestSummary NONE = new RequestSummary(Optional.empty(), Optional.empty(), Optional.empty());

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
        return switch (decoding(requestTopic, value, deadLetter, decoder)) {
            case Decoded it ->
                new RequestSummary(
                        InstanceRef.parse(it.request().call().instanceId()).map(deadLetter::inRegion),
                        Optional.of(it.request().call().contactFlowId()),
                        it.request().startBy());
            case Malformed ignored -> NONE;
            case OtherType ignored -> NONE;
            case RegistryUnavailable it ->
                throw new RedriveException(Obstacle.REGISTRY, it.problem() + ", at " + deadLetter);
        };
    }

    /** A registry that lags behind, or does not know a schema, has its final answer after some seconds. */
    private static RequestDecoder.Decoding decoding(
            String requestTopic, byte[] value, DeadLetterRecord deadLetter, RequestDecoder decoder) {
        RequestDecoder.Decoding decoding = decoder.decode(requestTopic, value, deadLetter.schemaId());
        for (int i = 0; i < MAX_RETRIES && decoding instanceof RegistryUnavailable; i++) {
            LockSupport.parkNanos(RETRY_INTERVAL.toNanos());
            decoding = decoder.decode(requestTopic, value, deadLetter.schemaId());
        }
        return decoding;
    }
}
