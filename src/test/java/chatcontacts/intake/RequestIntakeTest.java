package chatcontacts.intake;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Fingerprints;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.EmptyHeaders;
import chatcontacts.wire.FormerRounds;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIntakeTest {

    private final IntakeFixture rig = new IntakeFixture();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void sendsAValidRequestToItsLaneWithAllThatDispatchNeeds() {
        Instant requestedAt = Instant.parse("2026-03-01T11:58:00Z");
        Instant startBy = Instant.parse("2026-03-01T12:30:00Z");
        rig.decodesTo(new DecodedRequest(
                IntakeFixture.call(),
                Optional.of("token-1"),
                Optional.of(startBy),
                Optional.empty(),
                2,
                Optional.empty(),
                Optional.of(requestedAt)));

        rig.send("value", "traceparent", "00-abc", "chat.redrive.count", "2");

        TestRecord<byte[], byte[]> record = rig.dispatch.readRecord();
        assertThat(IntakeFixture.text(record.key())).isEqualTo("frankfurt");
        assertThat(record.getRecordTime()).isEqualTo(IntakeFixture.NOW);
        assertThat(record.headers()).isEmpty();
        DispatchMessage.Request request = (DispatchMessage.Request) DispatchCodec.fromBytes(record.value());
        var envelope = request.envelope();
        assertThat(envelope.instanceId()).isEqualTo(IntakeFixture.INSTANCE);
        assertThat(envelope.clientToken()).isEqualTo("token-1");
        assertThat(envelope.fingerprint()).isEqualTo(Fingerprints.of(IntakeFixture.call()));
        assertThat(envelope.priority()).isEqualTo(2);
        assertThat(envelope.deadline()).isEqualTo(startBy);
        assertThat(envelope.requestedAt()).contains(requestedAt);
        assertThat(envelope.acceptedAt()).isEqualTo(IntakeFixture.NOW);
        assertThat(envelope.redriveCount()).isEqualTo(2);
        assertThat(request.body()).isEqualTo(new RequestDecoder.InOriginal(0, 5));
        var original = request.original();
        assertThat(original.source()).isEqualTo(new Source("chat-requests", 0, 0));
        assertThat(original.timestamp()).isEqualTo(IntakeFixture.RECORD_TIME);
        assertThat(original.key()).isEqualTo(IntakeFixture.utf8("key"));
        assertThat(original.value()).isEqualTo(IntakeFixture.utf8("value"));
        assertThat(original.lastHeader("traceparent")).contains("00-abc");
        assertThat(original.headers()).hasSize(2);
        assertThat(rig.counted()).containsExactly("accepted");
        assertThat(rig.isSilent()).isTrue();
    }

    @Test
    void recordsOfOtherTypesAreSkippedAndCountedWhereTheSettingSaysSo() {
        try (IntakeFixture shared = new IntakeFixture(true)) {
            shared.decoder = (topic, value, schemaId) -> new RequestDecoder.OtherType("it is of type shop.OrderPlaced");

            shared.send("an order");

            assertThat(shared.isSilent()).isTrue();
            assertThat(shared.counted()).containsExactly("skipped REQUEST OTHER_TYPE");
        }
    }

    @Test
    void recordsOfOtherTypesAreMalformedByName() {
        rig.decoder = (topic, value, schemaId) -> new RequestDecoder.OtherType("it is of type shop.OrderPlaced");

        rig.send("an order");

        assertThat(rig.dispatch.isEmpty()).isTrue();
        TestRecord<byte[], byte[]> letter = rig.deadLetters.readRecord();
        assertThat(IntakeFixture.header(letter, "chat.reason")).contains("MALFORMED");
        assertThat(IntakeFixture.header(letter, "__streams.errors.message").orElseThrow())
                .contains("shop.OrderPlaced");
    }

    @Test
    void anArnChoosesTheLaneAndTheIdIsInLowerCase() {
        String arn =
                "arn:aws:connect:" + IntakeFixture.OTHER_REGION + ":123456789012:instance/" + IntakeFixture.UNWATCHED;
        rig.decodesTo(IntakeFixture.request(
                StartChat.of(arn.toUpperCase(Locale.ROOT), IntakeFixture.FLOW, "Jane"),
                Optional.of("t"),
                Optional.empty()));

        rig.send("value");

        TestRecord<byte[], byte[]> record = rig.dispatch.readRecord();
        assertThat(IntakeFixture.text(record.key())).isEqualTo("virginia");
        assertThat(DispatchCodec.fromBytes(record.value()).instanceId()).isEqualTo(IntakeFixture.UNWATCHED);
    }

    @Test
    void aRedrivenRequestStaysInTheRegionOfItsDeadLetter() {
        rig.send("value", "chat.redrive.count", "1", "chat.region", IntakeFixture.OTHER_REGION);
        rig.send("value", "chat.redrive.count", "0", "chat.region", IntakeFixture.OTHER_REGION);
        rig.send("value", "chat.redrive.count", "1", "chat.region", "no Region");
        rig.send("value", "chat.redrive.count", "1", "chat.region", "us-west-2");

        assertThat(rig.dispatch.readRecordsToList())
                .map(record -> IntakeFixture.text(record.key()))
                .containsExactly("virginia", "frankfurt", "frankfurt");
        assertThat(IntakeFixture.header(rig.deadLetters.readRecord(), "chat.reason"))
                .contains("UNKNOWN_INSTANCE");
    }

    @Test
    void carriesARequestThatWasWrittenAnew() {
        rig.decoder = (topic, value, schemaId) -> new RequestDecoder.Decoded(
                IntakeFixture.request(), new RequestDecoder.Reencoded(IntakeFixture.utf8("anew")));

        rig.send("value");

        var body = (RequestDecoder.Reencoded) rig.accepted().body();
        assertThat(body.bytes()).isEqualTo(IntakeFixture.utf8("anew"));
    }

    @Test
    void letsTheRedrivesTokenStandInForAMissingOne() {
        rig.decodesTo(IntakeFixture.request(IntakeFixture.call(), Optional.empty(), Optional.empty()));

        rig.send("value", "chat.client.token", "from-the-header");

        assertThat(rig.accepted().envelope().clientToken()).isEqualTo("from-the-header");
    }

    @Test
    void prefersTheProducersOwnTokenToTheHeader() {
        rig.send("value", "chat.client.token", "from-the-header");

        assertThat(rig.accepted().envelope().clientToken()).isEqualTo("token-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void takesABlankTokenForNone(String blank) {
        rig.decodesTo(IntakeFixture.request(IntakeFixture.call(), Optional.of(blank), Optional.empty()));

        rig.send("value", "chat.client.token", blank);

        assertThat(rig.accepted().envelope().clientToken()).hasSize(36);
    }

    @Test
    void derivesTheSameTokenForEveryReplayOfARecord() {
        rig.decodesTo(IntakeFixture.request(IntakeFixture.call(), Optional.empty(), Optional.empty()));

        rig.send("value");

        // Pinned: another value here means that chats are started twice when the service is upgraded.
        assertThat(rig.accepted().envelope().clientToken()).isEqualTo("bb9661e0-75e2-827f-adfd-75b319dbe899");
    }

    @Test
    void derivesDifferentTokensForRecordsOfTheSameContent() {
        rig.decodesTo(IntakeFixture.request(IntakeFixture.call(), Optional.empty(), Optional.empty()));

        rig.send("value");
        rig.send("value");

        assertThat(rig.accepted().envelope().clientToken())
                .isNotEqualTo(rig.accepted().envelope().clientToken());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "007, 7",
        "999999999, 999999999",
        "1000000000, 0",
        "99999999999999999999, 0",
        "-1, 0",
        "+1, 0",
        "1.5, 0",
        "one, 0",
        "' 1', 0",
        "'', 0",
        "٣, 0",
        "0x1, 0"
    })
    void countsARedriveCountThatIsNoneAsZero(String text, int count) {
        rig.send("value", "chat.redrive.count", text);

        assertThat(rig.accepted().envelope().redriveCount()).isEqualTo(count);
    }

    @Test
    void takesTheLastOfRepeatedHeadersAndPassesOverThoseWithoutValue() {
        var headers = IntakeFixture.headers("chat.redrive.count", "1", "chat.redrive.count", "2");
        headers.add("chat.redrive.count", null);

        rig.sendBytes(IntakeFixture.utf8("value"), headers);

        assertThat(rig.accepted().envelope().redriveCount()).isEqualTo(2);
    }

    @Test
    void givesARequestWithoutStartByTheLongestWait() {
        rig.send("value");

        assertThat(rig.accepted().envelope().deadline())
                .as("since the record was written, not since it was read")
                .isEqualTo(IntakeFixture.RECORD_TIME.plus(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01T12:00:01Z", "1970-01-01T00:00:00Z", "2016-12-31T23:59:59Z"})
    void aTimestampThatLiesAheadOrIsNoTimeCountsAsNow(Instant timestamp) {
        rig.requests.pipeInput(new TestRecord<>(IntakeFixture.utf8("key"), IntakeFixture.utf8("value"), timestamp));

        assertThat(rig.accepted().envelope().deadline()).isEqualTo(IntakeFixture.NOW.plus(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "1772367600", "-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z"})
    void refusesAStartByHeaderInAnotherUnit(String text) {
        rig.send("value", "chat.start.by", text);

        assertThat(IntakeFixture.text(rig.results.readValue()))
                .contains("|INVALID|")
                .contains("startBy: must be between 2017 and 2100; is it in seconds?");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T12:20:00Z, 2026-03-01T12:20:00Z",
        "2026-03-01T14:20:00+02:00, 2026-03-01T12:20:00Z",
        "' 2026-03-01T12:20:00.500Z ', 2026-03-01T12:20:00.500Z",
        "1772367600000, 2026-03-01T12:20:00Z",
        "2099-12-31T23:59:59Z, 2026-03-07T12:00:00Z"
    })
    void letsTheRedrivesStartByReplaceTheRequestsOwn(String text, Instant deadline) {
        rig.decodesTo(IntakeFixture.request(
                IntakeFixture.call(), Optional.of("t"), Optional.of(IntakeFixture.NOW.plusSeconds(60))));

        rig.send("value", "chat.start.by", text);

        assertThat(rig.accepted().envelope().deadline()).isEqualTo(deadline);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-03-01", "2026-03-01T12:20:00", "12345678901234567890", "NaN", "1e9"})
    void refusesAStartByHeaderThatIsNoTime(String text) {
        rig.send("value", "chat.start.by", text);

        assertThat(IntakeFixture.text(rig.results.readValue()))
                .contains("|INVALID|")
                .contains("header chat.start.by: must be");
        assertThat(IntakeFixture.header(rig.deadLetters.readRecord(), "chat.reason"))
                .contains("INVALID");
        assertThat(rig.isSilent()).isTrue();
    }

    @Test
    void carriesWhatFormerRoundsKnowAndNoTimesOfTheFuture() {
        Instant seen = IntakeFixture.NOW.minusSeconds(90);
        Instant called = IntakeFixture.NOW.minusSeconds(60);
        rig.send(
                "value",
                "chat.first.seen",
                seen.toString(),
                "chat.first.call.at",
                called.toString(),
                "chat.maybe.started",
                "true");
        assertThat(rig.accepted().envelope().formerRounds())
                .isEqualTo(new FormerRounds(seen, Optional.of(called), true));

        String future = IntakeFixture.NOW.plusSeconds(90).toString();
        rig.send("value", "chat.first.seen", future, "chat.first.call.at", future);
        assertThat(rig.accepted().envelope().formerRounds()).isEqualTo(FormerRounds.none(IntakeFixture.NOW));
    }

    @Test
    void carriesTheBeginningAndTheFairnessKey() {
        Instant begin = IntakeFixture.NOW.plusSeconds(90);
        rig.decodesTo(beginning(begin, Optional.empty()));

        rig.send("value");

        var envelope = rig.accepted().envelope();
        assertThat(envelope.notBefore()).contains(begin);
        assertThat(envelope.fairnessKey()).contains("tenant-1");
        assertThat(envelope.deadline()).as("the wait begins then").isEqualTo(begin.plus(Duration.ofHours(1)));
    }

    @Test
    void aBeginningThatIsOverChangesNothing() {
        rig.decodesTo(beginning(Instant.parse("2017-01-01T00:00:00Z"), Optional.empty()));

        rig.send("value");

        assertThat(rig.accepted().envelope().deadline()).isEqualTo(IntakeFixture.RECORD_TIME.plus(Duration.ofHours(1)));
    }

    @Test
    void holdsTheBeginningAgainstTheStartByThatCounts() {
        Instant begin = IntakeFixture.NOW.plusSeconds(90);
        rig.decodesTo(beginning(begin, Optional.of(begin)));

        rig.send("value", "chat.start.by", begin.plusMillis(1).toString());
        assertThat(rig.accepted().envelope().notBefore()).contains(begin);

        rig.send("value");
        assertThat(IntakeFixture.text(rig.results.readValue()))
                .contains("|INVALID|")
                .contains("notBefore: must be before startBy");
    }

    @ParameterizedTest
    @ValueSource(longs = {6 * 24 * 3600_000L, 60L * 365 * 24 * 3600_000})
    void refusesABeginningBehindTheWindowOfTokens(long laterMs) {
        Instant begin = IntakeFixture.NOW.plusMillis(laterMs);
        rig.decodesTo(beginning(begin, Optional.empty()));

        rig.send("value");

        assertThat(IntakeFixture.text(rig.results.readValue()))
                .contains("|INVALID|")
                .contains("notBefore: must be within 6 days");
    }

    private static DecodedRequest beginning(Instant notBefore, Optional<Instant> startBy) {
        return new DecodedRequest(
                IntakeFixture.call(),
                Optional.of("t"),
                startBy,
                Optional.of(notBefore),
                5,
                Optional.of("tenant-1"),
                Optional.empty());
    }

    @Test
    void passesOnARequestWhoseTimeIsOverForDispatchToExpire() {
        Instant past = IntakeFixture.NOW.minusSeconds(5);
        rig.decodesTo(IntakeFixture.request(IntakeFixture.call(), Optional.of("t"), Optional.of(past)));

        rig.send("value");

        assertThat(rig.accepted().envelope().deadline()).isEqualTo(past);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_483_228_800_000L, 4_102_444_799_999L})
    void keepsEveryDeadlineWithinTheWindowOfTokens(long startByMs) {
        rig.decodesTo(IntakeFixture.request(
                IntakeFixture.call(), Optional.of("t"), Optional.of(Instant.ofEpochMilli(startByMs))));

        rig.send("value");

        assertThat(rig.accepted().envelope().deadline())
                .isBetween(Instant.EPOCH, IntakeFixture.NOW.plus(Duration.ofDays(6)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-28T12:00:00Z, 2026-03-06T12:00:00Z",
        "2026-04-01T00:00:00Z, 2026-03-07T12:00:00Z",
        "1970-01-01T00:00:00Z, 1970-01-07T00:00:00Z",
        "-1000000000-01-01T00:00:00Z, 1970-01-07T00:00:00Z",
        "+1000000000-12-31T23:59:59Z, 2026-03-07T12:00:00Z",
        "nonsense, 2026-03-07T12:00:00Z"
    })
    void countsTheWindowOfTokensFromTheFirstCallOfAFormerRound(String firstCallAt, Instant deadline) {
        rig.send("value", "chat.start.by", "2026-12-24T00:00:00Z", "chat.first.call.at", firstCallAt);

        assertThat(rig.accepted().envelope().deadline()).isEqualTo(deadline);
    }

    @Test
    void acceptsARecordWithoutKeyHeadersOrSoundTimestamp() {
        rig.decodesTo(IntakeFixture.request(IntakeFixture.call(), Optional.empty(), Optional.empty()));

        rig.requests.pipeInput(new TestRecord<>(null, IntakeFixture.utf8("v"), EmptyHeaders.create(), 0L));

        var original = rig.accepted().original();
        assertThat(original.key()).isNull();
        assertThat(original.headers()).isEmpty();
        assertThat(original.timestamp()).isEqualTo(Instant.EPOCH);
    }
}
