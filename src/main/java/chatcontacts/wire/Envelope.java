package chatcontacts.wire;

import chatcontacts.domain.request.Fingerprint;
import java.time.Instant;
import java.util.Optional;

/**
 * What intake knows about a request, so that dispatch can admit it without decoding it.
 *
 * @param instanceId the bare id
 * @param clientToken the producer's, the redrive header's, or the derived one
 * @param fingerprint of what is sent to Connect
 * @param priority 0 first, 9 last
 * @param deadline latest start: startBy, or the time of acceptance plus the maximum wait
 * @param requestedAt the producer's time, if it gave one
 * @param acceptedAt when intake first saw the record
 * @param redriveCount how often the record was redriven, 0 at first
 * @param notBefore earliest start, if the producer set one
 * @param fairnessKey group of requests that this one belongs to
 */
public record Envelope(
        String instanceId,
        String clientToken,
        Fingerprint fingerprint,
        int priority,
        Instant deadline,
        Optional<Instant> requestedAt,
        Instant acceptedAt,
        int redriveCount,
        Optional<Instant> notBefore,
        Optional<String> fairnessKey) {}
