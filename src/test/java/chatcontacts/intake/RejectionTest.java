package chatcontacts.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.InitialMessage;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RejectionTest {

    private static final String SECRET = "customer says hello";

    private final IntakeFixture rig = new IntakeFixture();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void makesATombstoneADeadLetterWithoutValue() {
        rig.sendBytes(null, IntakeFixture.headers("h", "1"));

        TestRecord<byte[], byte[]> letter = rig.deadLetters.readRecord();
        assertThat(letter.value()).isNull();
        assertThat(letter.key()).isEqualTo(IntakeFixture.utf8("key"));
        assertThat(IntakeFixture.header(letter, "h")).contains("1");
        assertThat(IntakeFixture.header(letter, "chat.reason")).contains("MALFORMED");
        assertThat(IntakeFixture.header(letter, "__streams.errors.message")).contains("the record has no value");
        assertThat(IntakeFixture.header(letter, "__streams.errors.stacktrace")).isEmpty();
        assertThat(rig.isSilent()).isTrue();
        assertThat(rig.counted()).containsExactly("rejected MALFORMED");
    }

    @Test
    void makesWhatCannotBeDecodedADeadLetterWithFramesButNoMessages() {
        Exception cause = new IllegalStateException("read " + SECRET, new RuntimeException("of " + SECRET));
        rig.decoder = (topic, value, schemaId) ->
                new RequestDecoder.Malformed("7 bytes, which do not begin with a schema id", Optional.of(cause));

        rig.send(SECRET);

        TestRecord<byte[], byte[]> letter = rig.deadLetters.readRecord();
        assertThat(letter.value()).isEqualTo(IntakeFixture.utf8(SECRET));
        assertThat(letter.getRecordTime()).isEqualTo(IntakeFixture.NOW);
        assertThat(IntakeFixture.header(letter, "__streams.errors.message"))
                .contains("7 bytes, which do not begin with a schema id");
        assertThat(IntakeFixture.header(letter, "__streams.errors.stacktrace").orElseThrow())
                .startsWith("java.lang.IllegalStateException\n\tat chatcontacts.intake.RejectionTest")
                .contains("Caused by: java.lang.RuntimeException\n")
                .doesNotContain(SECRET);
        assertThat(rig.isSilent()).isTrue();
    }

    @Test
    void fillsTheDeadLettersHeaders() {
        rig.decodesTo(new DecodedRequest(
                StartChat.of(IntakeFixture.ARN, IntakeFixture.FLOW, ""),
                Optional.of("token-1"),
                Optional.empty(),
                Optional.empty(),
                5,
                Optional.empty(),
                Optional.empty()));

        rig.send(
                "value",
                "h",
                "1",
                "chat.reason",
                "EXPIRED",
                "chat.redrive.count",
                "3",
                "chat.start.by",
                "1772367600000");

        TestRecord<byte[], byte[]> letter = rig.deadLetters.readRecord();
        assertThat(IntakeFixture.header(letter, "h")).contains("1");
        assertThat(IntakeFixture.header(letter, "chat.start.by")).contains("1772367600000");
        assertThat(IntakeFixture.header(letter, "chat.reason")).contains("INVALID");
        assertThat(IntakeFixture.header(letter, "chat.redrive.count")).contains("3");
        assertThat(IntakeFixture.header(letter, "chat.client.token")).contains("token-1");
        assertThat(IntakeFixture.header(letter, "chat.attempts")).contains("0");
        assertThat(IntakeFixture.header(letter, "chat.first.seen")).contains(IntakeFixture.NOW.toString());
        assertThat(IntakeFixture.header(letter, "chat.failed.at")).contains(IntakeFixture.NOW.toString());
        assertThat(IntakeFixture.header(letter, "chat.maybe.started")).contains("false");
        assertThat(IntakeFixture.header(letter, "chat.service.version")).contains("1.2.3");
        assertThat(IntakeFixture.header(letter, "__streams.errors.topic")).contains("chat-requests");
        assertThat(IntakeFixture.header(letter, "__streams.errors.partition")).contains("0");
        assertThat(IntakeFixture.header(letter, "__streams.errors.offset")).contains("0");
        assertThat(IntakeFixture.header(letter, "__streams.errors.stacktrace")).isEmpty();
        assertThat(IntakeFixture.header(letter, "chat.first.call.at")).isEmpty();
    }

    @Test
    void thirtyRoundsKeepTheTimesOfTheVeryFirst() {
        rig.decodesTo(IntakeFixture.request(
                StartChat.of(IntakeFixture.UNKNOWN, IntakeFixture.FLOW, "Jane"), Optional.of("t"), Optional.empty()));
        rig.send("value", "chat.first.seen", "2026-02-27T12:00:00Z", "chat.first.call.at", "2026-02-28T12:00:00Z");
        TestRecord<byte[], byte[]> letter = rig.deadLetters.readRecord();

        for (int round = 1; round <= 30; round++) {
            rig.sendBytes(
                    letter.value(),
                    DeadLetterHeaders.ofRedrive(letter.headers(), Optional.empty(), round, Optional.empty()));
            letter = rig.deadLetters.readRecord();
        }

        assertThat(IntakeFixture.header(letter, "chat.redrive.count")).contains("30");
        assertThat(IntakeFixture.header(letter, "chat.first.seen")).contains("2026-02-27T12:00:00Z");
        assertThat(IntakeFixture.header(letter, "chat.first.call.at")).contains("2026-02-28T12:00:00Z");
    }

    @Test
    void keepsTheDoubtOfAFormerRound() {
        rig.decodesTo(IntakeFixture.request(
                StartChat.of(IntakeFixture.UNKNOWN, IntakeFixture.FLOW, "Jane"), Optional.of("t"), Optional.empty()));

        rig.send("value", "chat.maybe.started", "true", "chat.first.call.at", "2026-02-28T12:00:00Z");

        TestRecord<byte[], byte[]> letter = rig.deadLetters.readRecord();
        assertThat(IntakeFixture.header(letter, "chat.maybe.started")).contains("true");
        assertThat(IntakeFixture.header(letter, "chat.first.call.at")).contains("2026-02-28T12:00:00Z");
    }

    @Test
    void answersABrokenRuleWithAFailedResultAndADeadLetterThatNameEveryFaultButNoContent() {
        StartChat call = new StartChat(
                IntakeFixture.ARN,
                IntakeFixture.FLOW,
                "",
                Optional.of(Map.of("sp ace", SECRET)),
                Optional.of(new InitialMessage("text/html", SECRET)),
                Optional.of(1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Instant requestedAt = Instant.parse("2026-03-01T11:00:00Z");
        rig.decodesTo(new DecodedRequest(
                call,
                Optional.of("token-1"),
                Optional.empty(),
                Optional.empty(),
                77,
                Optional.empty(),
                Optional.of(requestedAt)));

        rig.send("value", "traceparent", "00-abc", "chat.redrive.count", "1", "__streams.errors.message", "old");

        TestRecord<byte[], byte[]> result = rig.results.readRecord();
        assertThat(result.key()).isEqualTo(IntakeFixture.utf8("token-1"));
        assertThat(result.headers().toArray()).hasSize(1);
        assertThat(IntakeFixture.header(result, "traceparent")).contains("00-abc");
        assertThat(IntakeFixture.text(result.value()))
                .startsWith(IntakeFixture.INSTANCE + "|token-1|INVALID|-|")
                .contains("participantDetails.displayName: 0 characters, allowed are 1 to 256; attributes: ")
                .contains("initialMessage.contentType: ")
                .contains("chatDurationInMinutes: ")
                .contains("priority: ")
                .endsWith("|attempts=0|requestedAt=2026-03-01T11:00:00Z|acceptedAt=" + IntakeFixture.NOW + "|settledAt="
                        + IntakeFixture.NOW + "|replayed=false|chat-requests-0@0")
                .doesNotContain(SECRET);
        TestRecord<byte[], byte[]> letter = rig.deadLetters.readRecord();
        assertThat(IntakeFixture.header(letter, "__streams.errors.message").orElseThrow())
                .contains("priority: ")
                .doesNotContain(SECRET);
        assertThat(rig.isSilent()).isTrue();
        assertThat(rig.counted()).containsExactly("rejected INVALID");
    }

    @Test
    void answersATokenThatIsTooLongUnderTheDerivedOne() {
        String tooLong = "t".repeat(501);
        rig.decodesTo(IntakeFixture.request(IntakeFixture.call(), Optional.of(tooLong), Optional.empty()));

        rig.send("value", "chat.client.token", "from-the-header");

        TestRecord<byte[], byte[]> result = rig.results.readRecord();
        assertThat(IntakeFixture.text(result.value())).contains("|INVALID|").contains("clientToken: 501 characters");
        String derived = IntakeFixture.text(result.key());
        assertThat(derived).hasSize(36);
        assertThat(IntakeFixture.header(rig.deadLetters.readRecord(), "chat.client.token"))
                .contains(derived);
    }

    @Test
    void takesATokenOfFiveHundredCharactersWhateverTheirSize() {
        String longest = "😀".repeat(500);
        rig.decodesTo(IntakeFixture.request(IntakeFixture.call(), Optional.of(longest), Optional.empty()));

        rig.send("value");

        assertThat(rig.accepted().envelope().clientToken()).isEqualTo(longest);
    }

    @Test
    void refusesATokenInTheHeaderThatIsTooLong() {
        rig.decodesTo(IntakeFixture.request(IntakeFixture.call(), Optional.empty(), Optional.empty()));

        rig.send("value", "chat.client.token", "t".repeat(100_000));

        assertThat(IntakeFixture.text(rig.results.readValue())).contains("|INVALID|");
        assertThat(IntakeFixture.header(rig.deadLetters.readRecord(), "chat.client.token")
                        .orElseThrow())
                .hasSize(36);
    }

    @Test
    void refusesAnInstanceOfNoLane() {
        rig.decodesTo(IntakeFixture.request(
                StartChat.of(IntakeFixture.UNKNOWN, IntakeFixture.FLOW, "Jane"), Optional.of("t"), Optional.empty()));

        rig.send("value");

        assertThat(IntakeFixture.text(rig.results.readValue()))
                .startsWith(IntakeFixture.UNKNOWN + "|t|UNKNOWN_INSTANCE|-|");
        assertThat(IntakeFixture.header(rig.deadLetters.readRecord(), "chat.reason"))
                .contains("UNKNOWN_INSTANCE");
        assertThat(rig.isSilent()).isTrue();
        assertThat(rig.counted()).containsExactly("rejected UNKNOWN_INSTANCE");
    }

    @Test
    void aDeadLetterNamesTheRegionOfItsInstance() {
        String elsewhere = IntakeFixture.ARN.replace(IntakeFixture.REGION, "eu-west-1");
        rig.decodesTo(IntakeFixture.request(
                StartChat.of(elsewhere, IntakeFixture.FLOW, "Jane"), Optional.of("t"), Optional.empty()));
        rig.send("value");
        rig.decodesTo(IntakeFixture.request(
                StartChat.of(IntakeFixture.INSTANCE, "", "Jane"), Optional.of("t"), Optional.empty()));
        rig.send("value");

        assertThat(rig.deadLetters.readRecordsToList())
                .map(letter -> IntakeFixture.header(letter, "chat.reason").orElseThrow() + " "
                        + IntakeFixture.header(letter, "chat.region").orElseThrow())
                .containsExactly("UNKNOWN_INSTANCE eu-west-1", "INVALID " + IntakeFixture.REGION);
    }

    @Test
    void aDeadLetterOfARedriveKeepsItsRegionThoughItCanNoLongerBeRead() {
        rig.decoder = (topic, value, schemaId) -> new RequestDecoder.Malformed("junk", Optional.empty());

        rig.send("value", "chat.redrive.count", "1", "chat.region", IntakeFixture.OTHER_REGION);

        assertThat(IntakeFixture.header(rig.deadLetters.readRecord(), "chat.region"))
                .contains(IntakeFixture.OTHER_REGION);
    }

    @Test
    void cutsAnInstanceThatIsNone() {
        rig.decodesTo(IntakeFixture.request(
                StartChat.of("arn:" + "x".repeat(5000), IntakeFixture.FLOW, "Jane"),
                Optional.of("t"),
                Optional.empty()));

        rig.send("value");

        assertThat(IntakeFixture.text(rig.results.readValue()))
                .startsWith("arn:xxx")
                .contains("xxx...|t|INVALID|");
        assertThat(rig.deadLetters.readRecord()).isNotNull();
    }

    @Test
    void refusesARecordThatoutgrowsTheDispatchTopic() {
        byte[] large = new byte[2 * 1024 * 1024 - 60 * 1024];

        rig.sendBytes(large, IntakeFixture.headers());

        assertThat(IntakeFixture.text(rig.results.readValue()))
                .contains("|INVALID|")
                .contains("bytes with its key and headers, allowed are");
        TestRecord<byte[], byte[]> letter = rig.deadLetters.readRecord();
        assertThat(letter.value()).isEqualTo(large);
        assertThat(IntakeFixture.header(letter, "chat.error.code")).isEmpty();
        assertThat(rig.isSilent()).isTrue();
    }

    @Test
    void countsWhatWasWrittenAnewAgainstTheHop() {
        rig.decoder = (topic, value, schemaId) ->
                new RequestDecoder.Decoded(IntakeFixture.request(), new RequestDecoder.Reencoded(new byte[1_200_000]));

        rig.sendBytes(new byte[900_000], IntakeFixture.headers());

        assertThat(IntakeFixture.text(rig.results.readValue())).contains("|INVALID|");
    }

    @Test
    void leavesOutTheValueThatNoDeadLetterCanHold() {
        rig.sendBytes(new byte[5_000_000], IntakeFixture.headers("h", "1"));

        assertThat(IntakeFixture.text(rig.results.readValue())).contains("|INVALID|");
        TestRecord<byte[], byte[]> letter = rig.deadLetters.readRecord();
        assertThat(letter.value()).isNull();
        assertThat(letter.key()).isEqualTo(IntakeFixture.utf8("key"));
        assertThat(IntakeFixture.header(letter, "h")).contains("1");
        assertThat(IntakeFixture.header(letter, "chat.error.code")).contains("RECORD_TOO_LARGE");
        assertThat(IntakeFixture.header(letter, "__streams.errors.message").orElseThrow())
                .endsWith(
                        "; too large for a dead letter: its value is left out, the original remains at its coordinates");
    }

    @Test
    void leavesOutKeyAndHeadersThatNoDeadLetterCanHold() {
        Headers headers = IntakeFixture.headers();
        headers.add("h", new byte[3_000_000]);
        rig.requests.pipeInput(
                new TestRecord<>(new byte[3_000_000], IntakeFixture.utf8("v"), headers, IntakeFixture.RECORD_TIME));

        TestRecord<byte[], byte[]> result = rig.results.readRecord();
        assertThat(result.headers()).isEmpty();
        assertThat(IntakeFixture.text(result.value())).contains("headers: 3000013 bytes");
        TestRecord<byte[], byte[]> letter = rig.deadLetters.readRecord();
        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
        assertThat(letter.headers().lastHeader("h")).isNull();
        assertThat(IntakeFixture.header(letter, "chat.error.code")).contains("RECORD_TOO_LARGE");
    }

    @Test
    void refusesHeadersThatNoResultCanCarry() {
        Headers headers = IntakeFixture.headers();
        headers.add("h", new byte[300_000]);

        rig.sendBytes(IntakeFixture.utf8("v"), headers);

        assertThat(rig.results.readRecord().headers()).isEmpty();
        assertThat(rig.deadLetters.readRecord().headers().lastHeader("h").value())
                .hasSize(300_000);
        assertThat(rig.isSilent()).isTrue();
    }

    @Test
    void goesOnAfterARecordThatMeetsAFaultOfOurs() {
        rig.decoder = (topic, value, schemaId) -> {
            throw new ArrayIndexOutOfBoundsException("at " + SECRET);
        };
        rig.send("poison");
        rig.decoder = (topic, value, schemaId) -> deep(0);
        rig.send("deep poison");
        rig.decodesTo(IntakeFixture.request());
        rig.send("good");

        TestRecord<byte[], byte[]> first = rig.deadLetters.readRecord();
        assertThat(IntakeFixture.header(first, "chat.reason")).contains("MALFORMED");
        assertThat(IntakeFixture.header(first, "__streams.errors.message"))
                .contains("reading the record failed with java.lang.ArrayIndexOutOfBoundsException");
        assertThat(IntakeFixture.header(first, "__streams.errors.stacktrace").orElseThrow())
                .contains("RejectionTest")
                .doesNotContain(SECRET);
        TestRecord<byte[], byte[]> second = rig.deadLetters.readRecord();
        assertThat(IntakeFixture.header(second, "__streams.errors.message"))
                .contains("reading the record failed with java.lang.StackOverflowError");
        assertThat(IntakeFixture.header(second, "__streams.errors.stacktrace")
                        .orElseThrow()
                        .length())
                .isLessThanOrEqualTo(RedactedStackTrace.MAX_LENGTH);
        assertThat(rig.accepted().original().source().offset()).isEqualTo(2);
        assertThat(rig.isSilent()).isTrue();
    }

    private static RequestDecoder.Decoding deep(int level) {
        return level < 0 ? new RequestDecoder.RegistryUnavailable("never") : deep(level + 1);
    }

    @Test
    void givesAMalformedRecordTheTokenThatMakesItsRedrivesRepeats() {
        rig.decoder = (topic, value, schemaId) -> new RequestDecoder.Malformed("junk", Optional.empty());

        rig.send("value");
        rig.send("value", "chat.client.token", "from-the-header");

        assertThat(IntakeFixture.header(rig.deadLetters.readRecord(), "chat.client.token")
                        .orElseThrow())
                .hasSize(36);
        assertThat(IntakeFixture.header(rig.deadLetters.readRecord(), "chat.client.token"))
                .contains("from-the-header");
    }

    @Test
    void letsKafkasOwnExceptionsThroughSoThatTheRecordIsReadAgain() {
        rig.decodesTo(IntakeFixture.request(
                StartChat.of(IntakeFixture.ARN, IntakeFixture.FLOW, ""), Optional.of("t"), Optional.empty()));
        rig.resultSerializer = (topic, result) -> {
            throw new SerializationException("no registry");
        };

        assertThatThrownBy(() -> rig.send("value")).isInstanceOf(StreamsException.class);
        assertThat(rig.deadLetters.isEmpty()).isTrue();
        assertThat(rig.counted()).isEmpty();
    }

    @Test
    void boundsAMessageOfManyFaults() {
        rig.decoder = (topic, value, schemaId) -> new RequestDecoder.Malformed("x".repeat(100_000), Optional.empty());

        rig.send("value");

        assertThat(IntakeFixture.header(rig.deadLetters.readRecord(), "__streams.errors.message")
                        .orElseThrow())
                .hasSize(2000)
                .endsWith("...");
    }

    @Test
    void survivesHostileHeaders() {
        Headers headers = IntakeFixture.headers();
        for (String name : List.of(
                "chat.client.token",
                "chat.redrive.count",
                "chat.start.by",
                "chat.first.call.at",
                "chat.maybe.started",
                "__streams.errors.offset",
                "",
                "ключ")) {
            headers.add(name, null);
            headers.add(name, new byte[0]);
            headers.add(name, new byte[] {(byte) 0xC3, (byte) 0x28, 0, (byte) 0xFF});
            headers.add(name, String.join("", Collections.nCopies(20_000, "9")).getBytes(StandardCharsets.UTF_16));
        }

        rig.sendBytes(IntakeFixture.utf8("v"), headers);

        assertThat(IntakeFixture.text(rig.results.readValue())).contains("|INVALID|");
        TestRecord<byte[], byte[]> letter = rig.deadLetters.readRecord();
        assertThat(IntakeFixture.header(letter, "chat.redrive.count")).contains("0");
        assertThat(Arrays.stream(letter.headers().toArray()).filter(h -> h.key().equals("ключ")))
                .hasSize(4);
    }
}
