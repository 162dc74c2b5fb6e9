package chatcontacts.intake;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.EmptyHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded noise at every input: whatever comes, each record ends as it should and the next one is read. */
class IntakeFuzzTest {

    private static final String EVENT = """
            {"detail-type":"Amazon Connect Contact Event","source":"aws.connect","time":"2026-03-01T11:59:30Z",
             "resources":[],"detail":{"eventType":"INITIATED","contactId":"contact-2","initialContactId":"contact-1",
             "channel":"CHAT","instanceArn":"%s","disconnectTimestamp":"1970-01-01T00:00:00.001Z","tags":{"a":[1,{}]}}}
            """.formatted(IntakeFixture.ARN);

    private static final String[] HEADER_NAMES = {
        "chat.client.token",
        "chat.redrive.count",
        "chat.start.by",
        "chat.first.call.at",
        "chat.maybe.started",
        "chat.reason",
        "__streams.errors.topic",
        "traceparent",
        ""
    };

    private static final String[] TEXTS = {
        "", " ", "0", "1", "-1", "2026-03-01T12:20:00Z", "1772367600000", "true", "\0", "\uD83D\uDE00", "9".repeat(400)
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void readsOrCountsEveryBrokenEvent(long seed) {
        Random random = new Random(seed);
        try (IntakeFixture rig = new IntakeFixture()) {
            for (int round = 1; round <= 1000; round++) {
                rig.events.pipeInput(broken(EVENT.getBytes(StandardCharsets.UTF_8), random));
                assertThat(rig.counted()).hasSize(round);
            }
            rig.dispatch.readRecordsToList().forEach(record -> {
                var seen = (DispatchMessage.ChatSeen) DispatchCodec.fromBytes(record.value());
                assertThat(seen.instanceId()).isEqualTo(IntakeFixture.INSTANCE);
                assertThat(seen.at()).isBeforeOrEqualTo(IntakeFixture.NOW);
            });
            assertThat(rig.deadLetters.isEmpty()).isTrue();
        }
    }

    private static byte[] broken(byte[] good, Random random) {
        byte[] bytes = random.nextInt(10) == 0 ? new byte[random.nextInt(300)] : good.clone();
        if (bytes.length != good.length) {
            random.nextBytes(bytes);
            return bytes;
        }
        for (int left = random.nextInt(6); left > 0; left--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean()
                    ? (byte) random.nextInt(256)
                    : (byte) "{}[]\",:0\\ ".charAt(random.nextInt(10));
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void endsEveryRecordOfTheRequestTopicInExactlyOneWay(long seed) {
        Random random = new Random(seed);
        try (IntakeFixture rig = new IntakeFixture()) {
            rig.decoder = (topic, value, schemaId) -> decode(random);
            for (int round = 1; round <= 500; round++) {
                byte[] value = random.nextInt(20) == 0 ? null : new byte[random.nextInt(3_000)];
                byte[] key = random.nextInt(5) == 0 ? null : new byte[random.nextInt(50)];
                Headers headers = headers(random);
                rig.requests.pipeInput(
                        new TestRecord<>(key, value, headers, Instant.ofEpochMilli(random.nextLong() >>> 1)));

                long dispatched = rig.dispatch.getQueueSize();
                long results = rig.results.getQueueSize();
                long letters = rig.deadLetters.getQueueSize();
                assertThat(dispatched + letters).isEqualTo(1);
                assertThat(results).isLessThanOrEqualTo(letters);
                if (dispatched == 1) {
                    var original = rig.accepted().original();
                    assertThat(original.key()).isEqualTo(key);
                    assertThat(original.value()).isEqualTo(value);
                    assertThat(original.headers()).hasSize(headers.toArray().length);
                } else {
                    var letter = rig.deadLetters.readRecord();
                    assertThat(letter.key()).isEqualTo(key);
                    assertThat(letter.value()).isEqualTo(value);
                    assertThat(IntakeFixture.header(letter, "chat.client.token"))
                            .isPresent();
                }
                rig.results.readRecordsToList();
            }
        }
    }

    private static RequestDecoder.Decoding decode(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> throw new IllegalArgumentException("noise");
            case 1 -> throw new StackOverflowError();
            case 2 -> new RequestDecoder.Malformed("noise", Optional.of(new RuntimeException("noise")));
            default ->
                new RequestDecoder.Decoded(
                        new DecodedRequest(
                                StartChat.of(
                                        pick(
                                                random,
                                                IntakeFixture.ARN,
                                                IntakeFixture.INSTANCE,
                                                IntakeFixture.UNKNOWN,
                                                "",
                                                "arn:x"),
                                        pick(random, IntakeFixture.FLOW, IntakeFixture.FLOW, IntakeFixture.FLOW, ""),
                                        pick(random, "Jane", "Jane", "Jane", "")),
                                random.nextBoolean() ? Optional.empty() : Optional.of(pick(random, TEXTS)),
                                random.nextBoolean()
                                        ? Optional.empty()
                                        : Optional.of(Instant.ofEpochMilli(random.nextLong())),
                                Optional.empty(),
                                pick(random, 5, 5, 5, -1, 10),
                                Optional.empty(),
                                random.nextBoolean()
                                        ? Optional.empty()
                                        : Optional.of(Instant.ofEpochMilli(random.nextLong()))),
                        random.nextBoolean()
                                ? new RequestDecoder.InOriginal(0, random.nextInt(9))
                                : new RequestDecoder.Reencoded(new byte[random.nextInt(99)]));
        };
    }

    private static Headers headers(Random random) {
        Headers headers = EmptyHeaders.create();
        for (int left = random.nextInt(5); left > 0; left--) {
            byte[] noise = new byte[random.nextInt(20)];
            random.nextBytes(noise);
            byte[] text = pick(random, TEXTS).getBytes(StandardCharsets.UTF_8);
            headers.add(pick(random, HEADER_NAMES), pick(random, text, noise, null));
        }
        return headers;
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
