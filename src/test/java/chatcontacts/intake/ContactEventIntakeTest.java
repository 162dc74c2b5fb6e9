package chatcontacts.intake;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.DispatchMessage.ChatSeen.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactEventIntakeTest {

    private static final Instant EVENT_TIME = Instant.parse("2026-03-01T11:59:30Z");

    private static final String INITIATED = """
            {
              "version": "0",
              "id": "abcabcab-abca-abca-abca-abcabcabcabc",
              "detail-type": "Amazon Connect Contact Event",
              "source": "aws.connect",
              "account": "111122223333",
              "time": "2026-03-01T11:59:30Z",
              "region": "eu-central-1",
              "resources": ["arn:aws:connect:x", {"instanceArn": "not this one"}],
              "detail": {
                "eventType": "INITIATED",
                "contactId": "contact-2",
                "initialContactId": "contact-1",
                "channel": "CHAT",
                "instanceArn": "%s",
                "initiationMethod": "API",
                "initiationTimestamp": "2026-03-01T11:59:29.500Z",
                "queueInfo": {"queueType": "x", "channel": "VOICE", "contactId": "nested"},
                "tags": {"aws:connect:instanceId": "y"}
              }
            }
            """.formatted(IntakeFixture.ARN);

    private final IntakeFixture rig = new IntakeFixture();

    @AfterEach
    void close() {
        rig.close();
    }

    private void send(String json) {
        rig.events.pipeInput(IntakeFixture.utf8(json));
    }

    private ChatSeen seen() {
        return (ChatSeen) DispatchCodec.fromBytes(rig.dispatch.readRecord().value());
    }

    @Test
    void sendsAChatsEventToTheLaneOfItsInstance() {
        send(INITIATED);

        TestRecord<byte[], byte[]> record = rig.dispatch.readRecord();
        assertThat(IntakeFixture.text(record.key())).isEqualTo("frankfurt");
        assertThat(record.getRecordTime()).isEqualTo(IntakeFixture.NOW);
        assertThat(DispatchCodec.fromBytes(record.value()))
                .isEqualTo(new ChatSeen(IntakeFixture.INSTANCE, "contact-2", "contact-1", Kind.OPEN, EVENT_TIME));
        assertThat(rig.counted()).containsExactly("event OPEN");
    }

    @ParameterizedTest
    @CsvSource({
        "INITIATED, OPEN",
        "CONNECTED_TO_SYSTEM, OPEN",
        "CONTACT_DATA_UPDATED, OPEN",
        "QUEUED, OPEN",
        "CONNECTED_TO_AGENT, OPEN",
        "PAUSED, OPEN",
        "RESUMED, OPEN",
        "resumed, OPEN",
        "DISCONNECTED, ENDED",
        "COMPLETED, ENDED",
        "Disconnected, ENDED"
    })
    void tellsOpenSegmentsFromEndedOnes(String eventType, Kind kind) {
        send(INITIATED.replace("INITIATED", eventType));

        assertThat(seen().kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONTACT_DATA_UPDATED", "CONNECTED_TO_AGENT", "SOMETHING_NEW"})
    void takesASegmentWithADisconnectTimeForEnded(String eventType) {
        send(INITIATED.replace(
                "\"INITIATED\",", "\"" + eventType + "\", \"disconnectTimestamp\": \"2026-03-01T11:59:00Z\","));

        assertThat(seen().kind()).isEqualTo(Kind.ENDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1970-01-01T00:00:00.001Z\"", "null", "\"\"", "\"soon\"", "{}", "[1]", "0", "true"})
    void takesAPlaceholderForNoDisconnectTime(String placeholder) {
        send(INITIATED.replace("\"INITIATED\",", "\"QUEUED\", \"disconnectTimestamp\": " + placeholder + ","));

        assertThat(seen().kind()).isEqualTo(Kind.OPEN);
    }

    @Test
    void readsOtherLetterCasesAndPlaceholderArns() {
        send("""
                {"Detail-Type":"amazon connect contact event","DETAIL":{"EventType":"Completed","ContactId":"c",
                 "Channel":"Chat","InstanceArn":"arn:aws::connect:us-west-2:*:instance/%s"}}
                """.formatted(IntakeFixture.INSTANCE));

        assertThat(seen()).isEqualTo(new ChatSeen(IntakeFixture.INSTANCE, "c", "c", Kind.ENDED, IntakeFixture.NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"  \"", "[]"})
    void takesTheSegmentForTheChatWhereNoInitialContactIsNamed(String initial) {
        send(INITIATED.replace("\"contact-1\"", initial));

        assertThat(seen().initialContactId()).isEqualTo("contact-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2099-01-01T00:00:00Z\"",
                "\"1970-01-01T00:00:00Z\"",
                "\"today\"",
                "null",
                "7",
                "\"+1000000000-12-31T23:59:59Z\""
            })
    void putsItsOwnTimeForOneThatCannotBe(String time) {
        send(INITIATED.replace("\"2026-03-01T11:59:30Z\"", time));

        assertThat(seen().at()).isEqualTo(IntakeFixture.NOW);
    }

    @Test
    void dropsAndCountsWhatCannotMatter() {
        send(INITIATED.replace("CHAT", "VOICE"));
        send(INITIATED.replace("CHAT", "Task"));
        send(INITIATED.replace(
                IntakeFixture.ARN, IntakeFixture.ARN.replace(IntakeFixture.INSTANCE, IntakeFixture.UNKNOWN)));
        send(INITIATED.replace(
                IntakeFixture.ARN, IntakeFixture.ARN.replace(IntakeFixture.INSTANCE, IntakeFixture.UNWATCHED)));
        send(INITIATED.replace("INITIATED", "SOMETHING_NEW"));
        send(INITIATED.replace("Contact Event", "Contact Lens Rule"));
        send(INITIATED.replace("aws.connect", "aws.ec2"));
        rig.events.pipeInput((byte[]) null);

        assertThat(rig.isSilent()).isTrue();
        assertThat(rig.counted())
                .containsExactly(
                        "skipped CONTACT_EVENT NOT_CHAT",
                        "skipped CONTACT_EVENT NOT_CHAT",
                        "skipped CONTACT_EVENT UNKNOWN_INSTANCE",
                        "skipped CONTACT_EVENT EVENTS_OFF",
                        "skipped CONTACT_EVENT OTHER_EVENT",
                        "skipped CONTACT_EVENT OTHER_EVENT",
                        "skipped CONTACT_EVENT OTHER_EVENT",
                        "skipped CONTACT_EVENT NULL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "\"x\"",
                "[]",
                "{}",
                "{",
                "{\"detail\":",
                "{\"detail\":{\"channel\":\"CHAT\"",
                "{\"detail\":\"x\"}",
                "{\"detail\":{\"channel\":\"CHAT\"}}",
                "{\"detail\":{}} {\"detail\":{}}",
                "{'detail':{}}",
                "{\"a\":NaN}"
            })
    void dropsAndCountsJunk(String json) {
        send(json);

        assertThat(rig.counted()).containsExactly("skipped CONTACT_EVENT UNREADABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"contactId", "channel", "instanceArn", "eventType"})
    void dropsAnEventThatLacksWhatNamesItsChat(String field) {
        send(INITIATED.replace("\"" + field + "\": ", "\"other\": "));

        assertThat(rig.counted()).containsExactly("skipped CONTACT_EVENT UNREADABLE");
    }

    @Test
    void dropsIdsThatAreTooLongToBeAny() {
        send(INITIATED.replace("contact-2", "c".repeat(257)));
        send(INITIATED.replace(IntakeFixture.INSTANCE, "i".repeat(101)));

        assertThat(rig.counted())
                .containsOnly("skipped CONTACT_EVENT UNREADABLE")
                .hasSize(2);
    }

    @Test
    void isNotHurtByDepthOrSize() {
        send("{\"a\":" + "[".repeat(100_000));
        send("{\"a\":" + "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_001));
        send("{\"" + "n".repeat(100_000) + "\":1}");
        send("{\"a\":" + "9".repeat(100_000) + "}");
        rig.events.pipeInput(new byte[EventBridgeEvent.MAX_BYTES + 1]);
        send(INITIATED.replace("\"API\"", "\"" + "x".repeat(500_000) + "\""));

        assertThat(rig.counted()).endsWith("event OPEN").hasSize(6);
    }

    @Test
    void readsEveryEncodingOfJson() {
        rig.events.pipeInput(INITIATED.getBytes(StandardCharsets.UTF_16BE));
        rig.events.pipeInput(("\uFEFF" + INITIATED).getBytes(StandardCharsets.UTF_8));

        assertThat(rig.counted()).containsExactly("event OPEN", "event OPEN");
    }
}
