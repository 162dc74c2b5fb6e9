package chatcontacts.wire;

import chatcontacts.domain.request.Fingerprint;
import chatcontacts.domain.request.TokenWindow;
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
 * @param acceptedAt when intake saw the record, in this round
 * @param redriveCount how often the record was redriven, 0 at first
 * @param notBefore earliest start, if the producer set one
 * @param fairnessKey group of requests that this one belongs to
 * @param formerRounds what is known of the rounds before this one
 * @param relocation of a request that an operator moved to this instance
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
        Optional<String> fairnessKey,
        FormerRounds formerRounds,
        Optional<Relocation> relocation) {

    /** Of a record that arrives for the first time. */
    public Envelope(
            String instanceId,
            String clientToken,
            Fingerprint fingerprint,
            int priority,
            Instant deadline,
            Optional<Instant> requestedAt,
            Instant acceptedAt,
            int redriveCount,
            Optional<Instant> notBefore,
            Optional<String> fairnessKey) {
        this(
                instanceId,
                clientToken,
                fingerprint,
                priority,
                deadline,
                requestedAt,
                acceptedAt,
                redriveCount,
                notBefore,
                fairnessKey,
                FormerRounds.none(acceptedAt),
                Optional.empty());
    }

    /** The same, of a record that had those rounds before. */
    public Envelope after(FormerRounds rounds) {
        return new Envelope(
                instanceId,
                clientToken,
                fingerprint,
                priority,
                deadline,
                requestedAt,
                acceptedAt,
                redriveCount,
                notBefore,
                fairnessKey,
                rounds,
                relocation);
    }

    /** The same with another priority. */
    public Envelope withPriority(int other) {
        return new Envelope(
                instanceId,
                clientToken,
                fingerprint,
                other,
                deadline,
                requestedAt,
                acceptedAt,
                redriveCount,
                notBefore,
                fairnessKey,
                formerRounds,
                relocation);
    }

    /** The same with another deadline, as far as the window of its client token allows. */
    public Envelope withStartBy(Instant startBy) {
        Instant origin = formerRounds.firstCallAt().filter(acceptedAt::isAfter).orElse(acceptedAt);
        Instant latest = origin.plus(TokenWindow.MAX_WAIT);
        return new Envelope(
                instanceId,
                clientToken,
                fingerprint,
                priority,
                startBy.isBefore(latest) ? startBy : latest,
                requestedAt,
                acceptedAt,
                redriveCount,
                notBefore,
                fairnessKey,
                formerRounds,
                relocation);
    }

    /** The same, in another instance. */
    public Envelope movedTo(String otherInstanceId, Relocation how) {
        return new Envelope(
                otherInstanceId,
                clientToken,
                fingerprint,
                priority,
                deadline,
                requestedAt,
                acceptedAt,
                redriveCount,
                notBefore,
                fairnessKey,
                formerRounds,
                Optional.of(how));
    }
}
