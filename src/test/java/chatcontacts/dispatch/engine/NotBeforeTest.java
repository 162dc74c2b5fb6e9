package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.Original;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A request that names its earliest start waits for it, and costs nobody anything. */
final class NotBeforeTest {

    private final EngineFixture dispatch = new EngineFixture(1, ChatEndVisibility.Mode.OFF);

    private void requestFor(Instant earliest) {
        Envelope envelope = new Envelope(
                "i1",
                "later",
                Simulation.fingerprint(1),
                0,
                earliest.plusSeconds(60),
                Optional.empty(),
                dispatch.now(),
                0,
                Optional.of(earliest),
                Optional.empty());
        byte[] flow = "flow".getBytes(StandardCharsets.UTF_8);
        Original original = new Original(new Source("chat-requests", 0, 99), dispatch.now(), null, flow, List.of());
        dispatch.accept(new DispatchMessage.Request(envelope, original, new InOriginal(0, 0)));
    }

    @Test
    void itIsNotStartedEarlierAndOthersGo() {
        requestFor(dispatch.now().plus(Duration.ofHours(3)));
        dispatch.request("now");
        assertThat(dispatch.called()).containsExactly("now");
        dispatch.start("now");
        dispatch.pass(Duration.ofHours(3).minusMillis(1));
        assertThat(dispatch.called()).containsExactly("now");
        dispatch.pass(Duration.ofMillis(1));
        assertThat(dispatch.called()).containsExactly("now", "later");
        dispatch.start("later");
        assertThat(dispatch.result(99).attempts()).isEqualTo(1);
    }

    @Test
    void aRestartDoesNotForgetIt() {
        requestFor(dispatch.now().plus(Duration.ofHours(3)));
        dispatch.restart();
        dispatch.pass(Duration.ofHours(3).minusMillis(1));
        assertThat(dispatch.calls).isEmpty();
        dispatch.pass(Duration.ofMillis(1));
        assertThat(dispatch.called()).containsExactly("later");
    }

    @Test
    void itMayBeCancelledMeanwhile() {
        requestFor(dispatch.now().plus(Duration.ofHours(3)));
        dispatch.cancel("later");
        dispatch.pass(Duration.ofHours(4));
        assertThat(dispatch.calls).isEmpty();
        assertThat(dispatch.failure(99)).isEqualTo(Reason.CANCELLED);
    }
}
