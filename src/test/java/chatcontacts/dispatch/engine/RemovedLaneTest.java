package chatcontacts.dispatch.engine;

import static chatcontacts.dispatch.engine.EngineFixture.full;
import static chatcontacts.dispatch.engine.EngineFixture.unanswered;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceHold;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.outcome.Outcome.Failed;
import chatcontacts.domain.outcome.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lanes and instances that are taken out of the settings while requests wait for them. */
final class RemovedLaneTest {

    private static final String OTHER = "other";
    private static final InstanceLimits INSTANCE = InstanceLimits.configured(1, ChatEndVisibility.Mode.OFF);

    private final EngineFixture dispatch = new EngineFixture(1, ChatEndVisibility.Mode.OFF);
    private final Map<String, LaneLimits> before = dispatch.lanes;

    private static LaneLimits lane(Map<String, InstanceLimits> instances) {
        return new LaneLimits(
                Optional.of("eu-central-1"),
                Limit.configured(new RateLimit(1_000, 1_000)),
                100,
                instances,
                INSTANCE,
                instances.isEmpty());
    }

    /** The next owner knows another lane only. */
    private void remove() {
        dispatch.lanes = Map.of(OTHER, lane(Map.of()));
        dispatch.restartAndGoOn();
    }

    @Test
    void aLaneThatIsGoneStandsStillAndTellsHowManyWait() {
        dispatch.request("started");
        dispatch.start("started");
        dispatch.request("first");
        dispatch.answer("first", full());
        dispatch.request("second");
        int calls = dispatch.calls.size();

        remove();
        dispatch.pass(Duration.ofMinutes(5));

        assertThat(dispatch.calls).hasSize(calls);
        assertThat(dispatch.results).hasSize(1);
        assertThat(dispatch.lane().removed()).isTrue();
        assertThat(dispatch.lane().removedWaiting()).isEqualTo(2);
        assertThat(dispatch.lane().movement().mayGo()).as("no stall").isFalse();
    }

    @Test
    void itGoesOnWhereItWasOnceItIsBack() {
        dispatch.request("first");
        dispatch.answer("first", full());
        dispatch.request("second");
        int limit = dispatch.view("i1").concurrencyLimit();
        remove();
        dispatch.pass(Duration.ofMinutes(5));

        dispatch.lanes = before;
        dispatch.restartAndGoOn();
        assertThat(dispatch.view("i1").concurrencyLimit()).isEqualTo(limit);
        dispatch.pass(Duration.ofMinutes(1));
        dispatch.start("first");
        assertThat(dispatch.isStarted(0)).isTrue();
    }

    @Test
    void deadlinesCancellationsAndDuplicatesAreKeptMeanwhile() {
        dispatch.request("in flight");
        long late = dispatch.request(Ask.of("late").patience(Duration.ofMinutes(1)));
        long unwanted = dispatch.request("unwanted");
        remove();
        long repeated = dispatch.request("late");
        dispatch.cancel("unwanted");
        dispatch.pass(Duration.ofMinutes(2));

        assertThat(dispatch.failure(late)).isEqualTo(Reason.EXPIRED);
        assertThat(dispatch.result(repeated).replayed()).isTrue();
        assertThat(dispatch.failure(unwanted)).isEqualTo(Reason.CANCELLED);
    }

    @Test
    void aRequestForALaneThatIsNotConfiguredYetWaitsForIt() {
        dispatch.lanes = Map.of(OTHER, lane(Map.of()));
        dispatch.table.scan(new byte[] {1}, new byte[] {(byte) 0xFF}, (key, value) -> {
            dispatch.table.delete(key);
            return true;
        });
        dispatch.restartAndGoOn();
        long early = dispatch.request("t");
        assertThat(dispatch.isOpen(early)).isTrue();
        assertThat(dispatch.lane().removedWaiting()).isEqualTo(1);

        dispatch.lanes = before;
        dispatch.restartAndGoOn();
        dispatch.start("t");
        assertThat(dispatch.isStarted(early)).isTrue();
    }

    @Test
    void itsSecretsArePurgedInTime() {
        dispatch.request("t");
        dispatch.start("t");
        assertThat(hasSecret()).isTrue();
        remove();
        dispatch.pass(Duration.ofDays(1).plusMinutes(1));
        assertThat(hasSecret()).isFalse();
    }

    private boolean hasSecret() {
        boolean[] found = {false};
        dispatch.table.scan(new byte[] {0}, new byte[] {(byte) 0xFF}, (key, value) -> {
            found[0] |= new String(value, StandardCharsets.ISO_8859_1).contains("secret");
            return true;
        });
        return found[0];
    }

    @Test
    void itsWorkIsSettledInBoundedStepsWhereTheSettingsSaySo() {
        long doubtful = dispatch.request("doubtful");
        dispatch.answer("doubtful", unanswered());
        for (int i = 0; i < 1_200; i++) {
            dispatch.request("t" + i);
        }
        int calls = dispatch.calls.size();
        dispatch.settlesRemoved = true;
        dispatch.lanes = Map.of(OTHER, lane(Map.of()));
        dispatch.restart();

        dispatch.step();
        assertThat(dispatch.results).hasSizeBetween(400, 600);
        dispatch.pass(Duration.ofMinutes(1));

        assertThat(dispatch.failure(doubtful)).isEqualTo(Reason.UNCERTAIN);
        assertThat(dispatch.results).hasSize(1_201);
        assertThat(dispatch.results.stream().filter(it -> ((Failed) it.outcome()).reason() == Reason.UNKNOWN_INSTANCE))
                .hasSize(1_200);
        assertThat(dispatch.calls).hasSize(calls);
    }

    @Test
    void anInstanceThatIsGoneStandsStillAloneWhereUnlistedOnesAreRejected() {
        long gone = dispatch.request(Ask.of("gone").instance("i1"));
        dispatch.answer("gone", full());
        dispatch.lanes = Map.of(EngineFixture.LANE, lane(Map.of("i2", INSTANCE)));
        dispatch.restartAndGoOn();
        dispatch.request(Ask.of("served").instance("i2"));
        dispatch.pass(Duration.ofMinutes(5));

        assertThat(dispatch.called()).containsExactly("gone", "served");
        assertThat(dispatch.isOpen(gone)).isTrue();
        assertThat(dispatch.view("i1").hold()).isEqualTo(InstanceHold.REMOVED);
        assertThat(dispatch.lane().removed()).isFalse();
        assertThat(dispatch.lane().removedWaiting()).isEqualTo(1);

        dispatch.settlesRemoved = true;
        dispatch.restartAndGoOn();
        assertThat(dispatch.failure(gone)).isEqualTo(Reason.UNKNOWN_INSTANCE);
    }
}
