package chatcontacts.testkit.hostile;

import chatcontacts.ChatRequest;
import chatcontacts.wire.EmptyHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Records as only broken or hostile producers write them, for each input topic, drawn by lot from a seed. All of them are such as
 * a broker takes.
 */
public final class HostileRecords {

    private static final int LARGE_HEADER = 300 * 1024;
    private static final int MANY_HEADERS = 2_000;
    private static final int RARE = 400;

    private static final List<String> HEADER_NAMES = List.of(
            "chat.client.token",
            "chat.redrive.count",
            "chat.start.by",
            "chat.first.call.at",
            "chat.maybe.started",
            "chat.reason",
            "chat.attempts",
            "__streams.errors.topic",
            "__streams.errors.offset",
            "traceparent",
            "__value_schema_id",
            "chat.unread",
            "\uD83D\uDE00",
            "");

    private static final List<String> HEADER_TEXTS = List.of(
            "",
            " ",
            "0",
            "1",
            "-1",
            "2026-03-01T12:20:00Z",
            "+1000000000-12-31T23:59:59Z",
            "-1000000000-01-01T00:00:00Z",
            "1772367600000",
            "-999999999999999999",
            "true",
            "\0",
            "\0\0\0\0\1",
            "\1" + "g".repeat(16),
            "9".repeat(400),
            "z".repeat(2_000));

    private final SplittableRandom random;
    private final Noise noise;
    private final Instant now;
    private final HostileRequests requests;
    private final HostileEvents events;
    private final byte[] request;
    private final byte[] cancellation;
    private final List<byte[]> dispatchMessages;

    /**
     * Takes good ones as its models.
     *
     * @param now brokers refuse what lies more than an hour ahead of it
     * @param request as its producer writes it
     * @param requestBytes the same in Confluent's format
     * @param cancellation in Confluent's format
     * @param instanceArn an instance whose contact events are wanted
     * @param dispatchMessages messages of the service's own
     */
    public HostileRecords(
            long seed,
            Instant now,
            ChatRequest request,
            byte[] requestBytes,
            byte[] cancellation,
            String instanceArn,
            List<byte[]> dispatchMessages) {
        this.random = new SplittableRandom(seed);
        this.noise = new Noise(random);
        this.now = now;
        this.requests = new HostileRequests(noise, request, requestBytes);
        this.events = new HostileEvents(noise, instanceArn);
        this.request = requestBytes.clone();
        this.cancellation = cancellation.clone();
        this.dispatchMessages = List.copyOf(dispatchMessages);
    }

    /** For the request topic. */
    public ProducerRecord<byte[], byte[]> request(String topic) {
        return record(topic, key(), noise.once(3) ? requests.next() : noise.of(request));
    }

    /** For the topic of contact events. */
    public ProducerRecord<byte[], byte[]> event(String topic) {
        byte[] json = events.next();
        return record(topic, key(), noise.once(2) ? json : noise.of(json));
    }

    /** For the topic of cancellations. */
    public ProducerRecord<byte[], byte[]> cancellation(String topic) {
        return record(topic, key(), noise.of(cancellation));
    }

    /** For the dispatch topic, to which only the service should write; most of them for that lane. */
    public ProducerRecord<byte[], byte[]> dispatchMessage(String topic, String lane) {
        byte[] key = noise.once(10) ? key() : lane.getBytes(StandardCharsets.UTF_8);
        return record(topic, key, noise.of(noise.pick(dispatchMessages)));
    }

    private ProducerRecord<byte[], byte[]> record(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        return new ProducerRecord<>(topic, null, timestamp(), key, value, headers());
    }

    private byte @Nullable [] key() {
        return noise.once(5) ? null : noise.anything();
    }

    private @Nullable Long timestamp() {
        return switch (random.nextInt(20)) {
            case 0 -> 0L;
            case 1 -> 1L;
            case 2 -> now.plus(Duration.ofMinutes(50)).toEpochMilli();
            case 3 -> now.minus(Duration.ofDays(5_000)).toEpochMilli();
            default -> null;
        };
    }

    private Headers headers() {
        Headers headers = EmptyHeaders.create();
        int count = noise.once(RARE) ? MANY_HEADERS : random.nextInt(4);
        for (int left = count; left > 0; left--) {
            headers.add(noise.pick(HEADER_NAMES), headerValue());
        }
        return headers;
    }

    private byte @Nullable [] headerValue() {
        if (noise.once(20 * RARE)) {
            return new byte[LARGE_HEADER];
        }
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> noise.anything();
            default -> noise.pick(HEADER_TEXTS).getBytes(StandardCharsets.UTF_8);
        };
    }
}
