package chatcontacts.cli.redrive;

import chatcontacts.wire.EmptyHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/** Dead letters for tests. */
final class DeadLetterSamples {

    static final String REQUESTS = "chat-requests";
    static final String TOPIC = "letters";
    static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    private DeadLetterSamples() {}

    /** One of ours, with more headers or others in their place. */
    static ConsumerRecord<byte[], byte[]> letter(long offset, String reason, String... more) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("__streams.errors.topic", REQUESTS);
        headers.put("chat.reason", reason);
        headers.put("chat.client.token", "token " + offset);
        headers.put("chat.first.seen", AT.toString());
        headers.put("chat.failed.at", AT.plusSeconds(offset).toString());
        headers.put("chat.maybe.started", "false");
        headers.put("chat.redrive.count", "0");
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return record(offset, headers);
    }

    /** One as Kafka Streams' own handler writes it, of a record at offset 17 of partition 3. */
    static ConsumerRecord<byte[], byte[]> ofStreams(long offset, String origin) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("traceparent", "00-1");
        headers.put("__streams.errors.exception", "java.lang.IllegalStateException");
        headers.put("__streams.errors.message", "whatever");
        headers.put("__streams.errors.stacktrace", "at nowhere");
        headers.put("__streams.errors.topic", origin);
        headers.put("__streams.errors.partition", "3");
        headers.put("__streams.errors.offset", "17");
        return record(offset, headers);
    }

    /** A record whose value is the number of its offset. */
    static ConsumerRecord<byte[], byte[]> record(long offset, Map<String, String> headers) {
        var all = EmptyHeaders.create();
        headers.forEach((name, value) -> all.add(name, value.getBytes(StandardCharsets.UTF_8)));
        byte[] value = Long.toString(offset).getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                TOPIC,
                0,
                offset,
                AT.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                value.length,
                new byte[] {(byte) offset},
                value,
                all,
                Optional.empty());
    }
}
