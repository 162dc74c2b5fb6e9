package chatcontacts.intake;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.request.CancellationDecoder.DecodedCancellation;
import chatcontacts.domain.request.CancellationDecoder.MalformedCancellation;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import java.util.Optional;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CancellationIntakeTest {

    private final IntakeFixture rig = new IntakeFixture();

    @AfterEach
    void close() {
        rig.close();
    }

    private void send(DecodedCancellation cancellation) {
        rig.cancellationDecoder = (topic, value, schemaId) -> cancellation;
        rig.cancellations.pipeInput(IntakeFixture.utf8("v"));
    }

    @ParameterizedTest
    @CsvSource({IntakeFixture.ARN, IntakeFixture.INSTANCE})
    void sendsACancellationToTheLaneOfItsInstance(String instance) {
        send(new DecodedCancellation(instance, "token-1"));

        TestRecord<byte[], byte[]> record = rig.dispatch.readRecord();
        assertThat(IntakeFixture.text(record.key())).isEqualTo("frankfurt");
        assertThat(record.getRecordTime()).isEqualTo(IntakeFixture.NOW);
        assertThat(DispatchCodec.fromBytes(record.value()))
                .isEqualTo(new DispatchMessage.Cancellation(IntakeFixture.INSTANCE, "token-1"));
        assertThat(rig.counted()).containsExactly("cancellation");
    }

    @Test
    void anArnSendsItToTheLaneOfItsRegion() {
        send(new DecodedCancellation(IntakeFixture.ARN.replace(IntakeFixture.REGION, IntakeFixture.OTHER_REGION), "t"));
        send(new DecodedCancellation(IntakeFixture.ARN.replace(IntakeFixture.REGION, "eu-west-1"), "t"));

        assertThat(rig.dispatch.readRecordsToList())
                .map(record -> IntakeFixture.text(record.key()))
                .containsExactly("virginia");
        assertThat(rig.counted()).containsExactly("cancellation", "skipped CANCELLATION UNKNOWN_INSTANCE");
    }

    @Test
    void skipsAndCountsWhatNamesNoRequest() {
        rig.cancellations.pipeInput((byte[]) null);
        send(new DecodedCancellation("", "t"));
        send(new DecodedCancellation("arn:aws:s3:::bucket", "t"));
        send(new DecodedCancellation("i".repeat(101), "t"));
        send(new DecodedCancellation(IntakeFixture.INSTANCE, " "));
        send(new DecodedCancellation(IntakeFixture.INSTANCE, "t".repeat(501)));
        send(new DecodedCancellation(IntakeFixture.UNKNOWN, "t"));
        rig.cancellationDecoder = (topic, value, schemaId) -> new MalformedCancellation("junk", Optional.empty());
        rig.cancellations.pipeInput(IntakeFixture.utf8("v"));
        rig.cancellationDecoder = (topic, value, schemaId) -> {
            throw new IllegalStateException();
        };
        rig.cancellations.pipeInput(IntakeFixture.utf8("v"));

        assertThat(rig.isSilent()).isTrue();
        assertThat(rig.counted())
                .containsExactly(
                        "skipped CANCELLATION NULL",
                        "skipped CANCELLATION UNREADABLE",
                        "skipped CANCELLATION UNREADABLE",
                        "skipped CANCELLATION UNREADABLE",
                        "skipped CANCELLATION UNREADABLE",
                        "skipped CANCELLATION UNREADABLE",
                        "skipped CANCELLATION UNKNOWN_INSTANCE",
                        "skipped CANCELLATION UNREADABLE",
                        "skipped CANCELLATION UNREADABLE");
    }

    @Test
    void goesOnAfterJunk() {
        rig.cancellationDecoder = (topic, value, schemaId) -> {
            throw new StackOverflowError();
        };
        rig.cancellations.pipeInput(IntakeFixture.utf8("v"));

        send(new DecodedCancellation(IntakeFixture.INSTANCE, "t"));

        assertThat(rig.counted()).containsExactly("skipped CANCELLATION UNREADABLE", "cancellation");
    }
}
