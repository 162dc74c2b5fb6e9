package chatcontacts.intake;

import chatcontacts.wire.TopicPlan;
import java.time.Duration;

/**
 * The settings of intake.
 *
 * @param maxWait {@code request.max.wait.ms}: how long after its arrival a request without a {@code startBy} may wait
 * @param registryWait how long one record waits for the schema registry before its thread rejoins and reads it again: above
 *     zero and well below {@code max.poll.interval.ms}, since the records of several partitions may wait one after the other
 *     in one round. {@code transaction.timeout.ms} is no bound: whoever waits for longer than 5 s has nothing uncommitted, see
 *     {@link RegistryWait}
 * @param maxRecordBytes {@code max.message.bytes} of the dispatch topic and of the dead-letter topic
 * @param skipsOtherTypes {@code requests.other.types}: whether records of other types on the request topic are skipped instead of
 *     becoming dead letters
 * @param serviceVersion named in dead letters
 */
public record IntakeSettings(
        Duration maxWait, Duration registryWait, int maxRecordBytes, boolean skipsOtherTypes, String serviceVersion) {

    /** What {@code topics create} sets on the dispatch topic, the changelogs and the dead-letter topic. */
    public static final int DEFAULT_MAX_RECORD_BYTES = TopicPlan.LARGE_MESSAGE_BYTES;

    /** A tenth of {@code max.poll.interval.ms}, which is 5 minutes. */
    public static final Duration DEFAULT_REGISTRY_WAIT = Duration.ofSeconds(30);

    public IntakeSettings {
        if (maxWait.isNegative() || maxWait.isZero()) {
            throw new IllegalArgumentException("maxWait must be above zero");
        }
        if (registryWait.isNegative() || registryWait.isZero()) {
            throw new IllegalArgumentException("registryWait must be above zero");
        }
        if (maxRecordBytes < 256 * 1024) {
            throw new IllegalArgumentException("maxRecordBytes must be at least 256 KiB");
        }
    }
}
