package chatcontacts.wire;

import chatcontacts.domain.request.Fingerprint;
import java.time.Instant;
import java.util.Optional;

/**
 * What intake found out about a request, so that dispatch admits it without decoding.
 *
 * @param instanceId the bare id
 * @param clientToken the producer's, the redrive header's, or the derived one
 * @param fingerprint of what is sent to Connect
 * @param priority 0 first, 9 last
 * @param deadline never start later: startBy, or the time of acceptance plus the longest wait
 * @param requestedAt the producer's time, if it gave one
 * @param acceptedAt when intake first saw the record
 * @param redriveCount how often the record was sent again, 0 at first
 * @param notBefore never start earlier
 * @param fairnessKey the group of requests that this one belongs to
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
