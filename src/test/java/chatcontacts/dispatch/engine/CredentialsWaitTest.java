package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.domain.admission.ChatEndVisibility;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls that cannot be signed yet wait for that without tokens of the rate limiter. */
final class CredentialsWaitTest {

    private final EngineFixture dispatch = new EngineFixture(100, ChatEndVisibility.Mode.OFF, 5, 2, 100);

    @Test
    void whatWaitedForCredentialsGoesAtTheLanesRate() {
        dispatch.ready = false;
        for (int i = 0; i < 50; i++) {
            dispatch.request("t" + i);
        }
        dispatch.pass(Duration.ofSeconds(10));
        assertThat(dispatch.calls).isEmpty();

        dispatch.ready = true;
        dispatch.pass(Duration.ofMillis(10));
        assertThat(dispatch.calls).hasSizeBetween(1, 2);
        dispatch.pass(Duration.ofSeconds(2));
        assertThat(dispatch.calls).hasSizeBetween(10, 12);
    }

    @Test
    void theyAreLookedForWithoutHasteAndTheirWaitIsNoStall() {
        dispatch.ready = false;
        dispatch.request("t");

        assertThat(dispatch.wakeAtMs).isBetween(dispatch.nowMs + 1, dispatch.nowMs + 10);
        assertThat(dispatch.lane().movement().admitsAtMs()).isGreaterThan(dispatch.nowMs);
    }

    @Test
    void aNewcomersProbeOfAHeldLaneWaitsForThemToo() {
        dispatch.pass(Duration.ofSeconds(1));
        dispatch.request("held");
        dispatch.answer("held", EngineFixture.noCredentials());
        dispatch.ready = false;
        dispatch.request(Ask.of("newcomer").instance("i2"));
        dispatch.pass(Duration.ofMillis(90));
        assertThat(dispatch.called()).as("though there is a token").containsExactly("held");
        dispatch.ready = true;
        dispatch.pass(Duration.ofMillis(20));
        assertThat(dispatch.called()).containsExactly("held", "newcomer");
    }
}
