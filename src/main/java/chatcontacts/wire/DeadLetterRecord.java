package chatcontacts.wire;

import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.InstanceRef;
import chatcontacts.domain.request.RequestDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A dead letter as its headers describe it. Reads dead letters of this service and of Kafka Streams' own handler; the latter
 * have no reason header, because their records could not even be read. Never fails: values that make no sense are absent.
 *
 * @param record as it lies on the dead-letter topic
 * @param reason what its header says; MALFORMED if there is no such header
 * @param knownReason the reason, if this release knows it
 * @param errorCode of the last answer
 * @param clientToken that a redrive must use; if no header says so, the one that intake would have derived
 * @param originalTopic the topic that the original came from
 * @param firstSeen when intake first saw it, in any round
 * @param failedAt when it was given up; the record's own time if no header says so
 * @param firstCallAt when Connect was first called for it, in any round
 * @param maybeStarted whether a chat may exist
 * @param region that of the instance, where it was known
 * @param startBy the deadline that an earlier redrive gave
 * @param redriveCount how often it was redriven
 */
public record DeadLetterRecord(
        ConsumerRecord<byte[], byte[]> record,
        String reason,
        Optional<Reason> knownReason,
        Optional<String> errorCode,
        Optional<String> clientToken,
        Optional<String> originalTopic,
        Optional<Instant> firstSeen,
        Instant failedAt,
        Optional<Instant> firstCallAt,
        boolean maybeStarted,
        Optional<String> region,
        Optional<Instant> startBy,
        Optional<Integer> redriveCount) {

    private static final int MAX_SHOWN = 64;

    public static DeadLetterRecord of(ConsumerRecord<byte[], byte[]> record) {
        String reason = text(record, DeadLetterHeaders.REASON).orElse(Reason.MALFORMED.name());
        return new DeadLetterRecord(
                record,
                shown(reason),
                reason(reason),
                text(record, DeadLetterHeaders.ERROR_CODE).map(DeadLetterRecord::shown),
                text(record, DeadLetterHeaders.CLIENT_TOKEN).or(() -> derivedToken(record)),
                text(record, DeadLetterHeaders.TOPIC),
                text(record, DeadLetterHeaders.FIRST_SEEN).flatMap(HeaderTimes::parse),
                text(record, DeadLetterHeaders.FAILED_AT)
                        .flatMap(HeaderTimes::parse)
                        .orElse(Instant.ofEpochMilli(record.timestamp())),
                text(record, DeadLetterHeaders.FIRST_CALL_AT).flatMap(HeaderTimes::parse),
                text(record, DeadLetterHeaders.MAYBE_STARTED)
                        .filter("true"::equals)
                        .isPresent(),
                text(record, DeadLetterHeaders.REGION).filter(InstanceRef::isRegion),
                text(record, DeadLetterHeaders.START_BY).flatMap(HeaderTimes::parse),
                text(record, DeadLetterHeaders.REDRIVE_COUNT)
                        .map(DeadLetterRecord::count)
                        .orElse(Optional.of(0)));
    }

    public int partition() {
        return record.partition();
    }

    public long offset() {
        return record.offset();
    }

    /** The instance that its request names, in the Region of the dead letter. */
    public InstanceRef inRegion(InstanceRef instance) {
        return region.map(instance::in).orElse(instance);
    }

    /** The header that names the schema of the original's value, if it has one. */
    public Optional<byte[]> schemaId() {
        Header header = record.headers().lastHeader(RequestDecoder.SCHEMA_ID_HEADER);
        return Optional.ofNullable(header).map(Header::value);
    }

    /** The beginning of the token's window: the first call, or else when the request was first seen. */
    public Instant windowBegan() {
        return firstCallAt.or(() -> firstSeen).orElse(failedAt);
    }

    /**
     * By where the original lay and by the time of the dead letter, which is the original's if Kafka Streams wrote it. A token
     * that comes of the new place would be another one for each group that redrives it.
     */
    private static Optional<String> derivedToken(ConsumerRecord<byte[], byte[]> record) {
        Optional<Integer> partition = text(record, DeadLetterHeaders.PARTITION).flatMap(DeadLetterRecord::count);
        Optional<Long> offset = text(record, DeadLetterHeaders.OFFSET)
                .filter(it -> it.matches("[0-9]{1,18}"))
                .map(Long::valueOf);
        return text(record, DeadLetterHeaders.TOPIC)
                .filter(topic -> partition.isPresent() && offset.isPresent())
                .map(topic -> ClientTokens.derive(new Original(
                        new Source(topic, partition.get(), offset.get()),
                        Instant.ofEpochMilli(record.timestamp()),
                        record.key(),
                        record.value(),
                        List.of())));
    }

    private static Optional<String> text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return Optional.ofNullable(header).map(Header::value).map(it -> new String(it, StandardCharsets.UTF_8));
    }

    private static Optional<Reason> reason(String text) {
        try {
            return Optional.of(Reason.valueOf(text));
        } catch (IllegalArgumentException newer) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> count(String text) {
        return text.matches("[0-9]{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    /** Headers are anyone's: only what a terminal can show, and not much of it. */
    private static String shown(String text) {
        String plain = text.replaceAll("[^\\x21-\\x7E]", "?");
        return plain.length() <= MAX_SHOWN ? plain : plain.substring(0, MAX_SHOWN);
    }

    @Override
    public String toString() {
        return record.topic() + "-" + partition() + "@" + offset();
    }
}
