package chatcontacts.intake;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.testkit.service.CapturedLog;
import chatcontacts.wire.UnreadRecords;
import chatcontacts.wire.UnreadRecords.UnreadCause;
import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class UnreadRecordsTest {

    private static final String LINE = "Records were skipped unread: find out who writes them";

    private final IntakeFixture rig = new IntakeFixture();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aRequestBecomesADeadLetterOfCoordinatesAlone() {
        rig.requests.pipeInput(new TestRecord<>(
                null, null, unread(UnreadCause.RECORD, 700_000_000, 3_000_000, 1), IntakeFixture.RECORD_TIME));

        TestRecord<byte[], byte[]> letter = rig.deadLetters.readRecord();
        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
        assertThat(letter.headers().lastHeader(UnreadRecords.HEADER)).isNull();
        assertThat(IntakeFixture.header(letter, "chat.reason")).contains("MALFORMED");
        assertThat(IntakeFixture.header(letter, "chat.error.code")).contains("RECORD_TOO_LARGE");
        assertThat(IntakeFixture.header(letter, "__streams.errors.topic")).contains("chat-requests");
        assertThat(IntakeFixture.header(letter, "__streams.errors.offset")).contains("0");
        assertThat(IntakeFixture.header(letter, "__streams.errors.message"))
                .contains(
                        "the record was not read: it unpacks to 700000000 bytes, at most 3000000 are read; its value, key"
                                + " and headers are left out, the original remains at its coordinates");
        assertThat(rig.isSilent()).isTrue();
        assertThat(rig.counted()).containsExactly("rejected MALFORMED", "unread REQUEST RECORD 1");
    }

    @Test
    void oneOfManySaysHowManyItStandsFor() {
        rig.sendBytes(new byte[0], unread(UnreadCause.BATCH, 70_000_000, 64_000_000, 401));

        assertThat(IntakeFixture.header(rig.deadLetters.readRecord(), "__streams.errors.message")
                        .orElseThrow())
                .startsWith(
                        "the record and the 400 behind it in its batch were not read: its batch unpacks to more than"
                                + " 64000000 bytes");
        assertThat(rig.counted()).containsExactly("rejected MALFORMED", "unread REQUEST BATCH 401");
    }

    @Test
    void eventsAndCancellationsAreSkippedAndCounted() {
        rig.events.pipeInput(new TestRecord<>(null, null, unread(UnreadCause.HEADERS, 20_000, 10_000, 1)));
        rig.cancellations.pipeInput(new TestRecord<>(null, null, unread(UnreadCause.BROKEN, 7, 10_000, 2)));

        assertThat(rig.isSilent()).isTrue();
        assertThat(rig.counted()).containsExactly("unread CONTACT_EVENT HEADERS 1", "unread CANCELLATION BROKEN 2");
    }

    @Test
    void theLogHasTheFirstAndThenOneAMinuteAtMost() {
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 1_000; i++) {
                rig.sendBytes(new byte[0], unread(UnreadCause.RECORD, 4_000_000, 3_000_000, 1));
            }
            assertThat(log.ours()).containsOnly(LINE).hasSize(1);

            rig.pause.pass(Duration.ofMinutes(1));
            rig.sendBytes(new byte[0], unread(UnreadCause.RECORD, 4_000_000, 3_000_000, 1));
            assertThat(log.ours()).containsOnly(LINE).hasSize(2);
            assertThat(log.texts()).anyMatch(text -> text.contains("records=\"1000\""));
        }
    }

    private static Headers unread(UnreadCause cause, long found, long limit, int count) {
        return new RecordHeaders().add(new UnreadRecords(cause, found, limit, count).header());
    }
}
