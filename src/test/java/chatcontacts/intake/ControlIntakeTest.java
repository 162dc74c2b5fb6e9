package chatcontacts.intake;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.control.ControlCommand;
import chatcontacts.domain.control.ControlDecoder.DecodedControl;
import chatcontacts.domain.control.ControlDecoder.MalformedControl;
import chatcontacts.domain.control.ControlOrigin;
import chatcontacts.domain.control.ControlRequest;
import chatcontacts.domain.control.ControlRequest.Limits;
import chatcontacts.domain.control.ControlRequest.Verb;
import chatcontacts.domain.control.RequestFilter;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlIntakeTest {

    private static final ControlOrigin ORIGIN = new ControlOrigin("ada", "an incident", IntakeFixture.NOW);

    private final IntakeFixture rig = new IntakeFixture();

    @AfterEach
    void close() {
        rig.close();
    }

    private void send(String lane, Optional<String> instance, String why) {
        send(Verb.PAUSE, lane, instance, why);
    }

    private void send(Verb verb, String lane, Optional<String> instance, String why) {
        ControlRequest request = new ControlRequest(
                "c1",
                lane,
                verb,
                instance,
                Optional.empty(),
                Limits.NONE,
                RequestFilter.ALL,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                IntakeFixture.NOW.plusSeconds(60),
                new ControlOrigin("ada", why, IntakeFixture.NOW));
        rig.controlDecoder = (topic, value, schemaId) -> new DecodedControl(request);
        rig.control.pipeInput(IntakeFixture.utf8("v"));
    }

    private List<String> log() {
        return rig.controlLog.readRecordsToList().stream()
                .map(TestRecord::value)
                .map(IntakeFixture::text)
                .toList();
    }

    @Test
    void sendsACommandToItsLaneAheadOfTheRequests() {
        send("frankfurt", Optional.empty(), "an incident");
        send("frankfurt", Optional.of(IntakeFixture.ARN), "an incident");

        assertThat(rig.dispatch.isEmpty()).isTrue();
        List<TestRecord<byte[], byte[]>> records = rig.dispatchControl.readRecordsToList();
        assertThat(records).extracting(it -> IntakeFixture.text(it.key())).containsOnly("frankfurt");
        assertThat(records)
                .extracting(it -> DispatchCodec.fromBytes(it.value()))
                .containsExactly(command(Optional.empty()), command(Optional.of(IntakeFixture.INSTANCE)));
        assertThat(log()).isEmpty();
        assertThat(rig.counted()).containsExactly("control", "control");
    }

    @Test
    void sendsACommandOnRequestsBehindThem() {
        send(Verb.CANCEL, "frankfurt", Optional.empty(), "an incident");

        assertThat(rig.dispatchControl.isEmpty()).isTrue();
        assertThat(rig.dispatch.readRecordsToList())
                .extracting(it -> DispatchCodec.fromBytes(it.value()))
                .containsExactly(command(Optional.empty(), new ControlCommand.Cancel(RequestFilter.ALL)));
        assertThat(rig.counted()).containsExactly("control");
    }

    private static DispatchMessage command(Optional<String> instanceId) {
        return command(instanceId, new ControlCommand.Pause(false, Optional.empty()));
    }

    private static DispatchMessage command(Optional<String> instanceId, ControlCommand.ControlAction action) {
        return new DispatchMessage.Control(
                new ControlCommand("c1", instanceId, action, false, IntakeFixture.NOW.plusSeconds(60), ORIGIN));
    }

    @Test
    void refusesInTheLogWhatBreaksTheRules() {
        send("frankfurt", Optional.empty(), "");
        send("virginia", Optional.of(IntakeFixture.INSTANCE), "an incident");
        send("frankfurt", Optional.of(IntakeFixture.UNKNOWN), "an incident");
        send("frankfurt", Optional.of("arn:aws:s3:::bucket"), "an incident");

        assertThat(rig.isSilent()).isTrue();
        assertThat(log())
                .hasSize(4)
                .allMatch(it -> it.contains("REFUSED"))
                .satisfiesExactly(
                        it -> assertThat(it).contains("reason: is missing"),
                        it -> assertThat(it).contains("instance: is served by lane frankfurt"),
                        it -> assertThat(it).contains("instance: "),
                        it -> assertThat(it).contains("instance: is not the id or ARN of an instance"));
    }

    @Test
    void aRefusalOfATextWithoutEndFitsTheLog() {
        send("x".repeat(100_000), Optional.empty(), "y".repeat(100_000));

        assertThat(log()).singleElement().satisfies(it -> assertThat(it).hasSizeLessThan(3_000));
    }

    @Test
    void skipsAndCountsJunkAndGoesOn() {
        rig.control.pipeInput((byte[]) null);
        rig.controlDecoder = (topic, value, schemaId) -> new MalformedControl("junk");
        rig.control.pipeInput(IntakeFixture.utf8("v"));
        rig.controlDecoder = (topic, value, schemaId) -> {
            throw new StackOverflowError();
        };
        rig.control.pipeInput(IntakeFixture.utf8("v"));
        send("frankfurt", Optional.empty(), "an incident");

        assertThat(rig.dispatchControl.readRecordsToList()).hasSize(1);
        assertThat(rig.counted())
                .containsExactly(
                        "skipped CONTROL NULL", "skipped CONTROL UNREADABLE", "skipped CONTROL UNREADABLE", "control");
    }
}
