package chatcontacts.dispatch.engine;

import static chatcontacts.dispatch.engine.EngineFixture.full;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.dispatch.engine.LimitChange.OfInstanceRate;
import chatcontacts.dispatch.engine.LimitChange.OfQuota;
import chatcontacts.dispatch.engine.LimitChange.OfRate;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.LimitSource;
import chatcontacts.domain.admission.RateLimit;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Limits that change while the engine runs. */
final class ChangedLimitsTest {

    private final EngineFixture dispatch = new EngineFixture(2, ChatEndVisibility.Mode.ON);

    private void ask(int requests) {
        for (int i = 0; i < requests; i++) {
            dispatch.request("t" + i);
        }
    }

    private void quota(LimitSource source, Integer chats) {
        dispatch.change(new OfQuota(EngineFixture.LANE, "i1", source, Optional.ofNullable(chats)));
    }

    @Test
    void aHigherQuotaLetsWaitingRequestsGo() {
        ask(6);
        assertThat(dispatch.calls).hasSize(2);
        quota(LimitSource.OPERATOR, 5);
        assertThat(dispatch.calls).hasSize(5);
        assertThat(dispatch.view("i1").quota()).isEqualTo(5);
    }

    @Test
    void aLowerQuotaWaitsForChatsToEnd() {
        dispatch.request("a");
        dispatch.request("b");
        dispatch.start("a");
        dispatch.start("b");
        quota(LimitSource.OPERATOR, 1);
        ask(1);
        dispatch.ended("chat of a", "chat of a");
        assertThat(dispatch.calls).as("one chat is still active").hasSize(2);
        dispatch.ended("chat of b", "chat of b");
        assertThat(dispatch.calls).hasSize(3);
    }

    @Test
    void theStrongestSourceCountsAndTheNextOneWhenItFallsSilent() {
        quota(LimitSource.DISCOVERED, 9);
        assertThat(dispatch.limit("i1"))
                .as("a number in the settings stays the law")
                .isEqualTo(2);
        quota(LimitSource.OPERATOR, 1);
        assertThat(dispatch.limit("i1")).isEqualTo(1);
        quota(LimitSource.OPERATOR, null);
        assertThat(dispatch.limit("i1")).isEqualTo(2);
    }

    @Test
    void aHigherQuotaEndsTheHoldOfAFullInstance() {
        ask(3);
        dispatch.answer("t0", full());
        dispatch.answer("t1", full());
        assertThat(dispatch.view("i1").hold()).isEqualTo(LaneSnapshot.InstanceHold.FULL);
        int before = dispatch.calls.size();
        quota(LimitSource.OPERATOR, 4);
        assertThat(dispatch.view("i1").hold()).isEqualTo(LaneSnapshot.InstanceHold.NONE);
        assertThat(dispatch.calls).hasSizeGreaterThan(before);
    }

    @Test
    void anotherRateHoldsFromNowOnWithoutABurstOfItsOwn() {
        EngineFixture slow = new EngineFixture(1_000, ChatEndVisibility.Mode.OFF, 1, 1, 1_000);
        for (int i = 0; i < 200; i++) {
            slow.request("t" + i);
        }
        int before = slow.calls.size();
        slow.change(new OfRate(EngineFixture.LANE, LimitSource.OPERATOR, Optional.of(new RateLimit(10, 10))));
        assertThat(slow.calls).as("no token is given away").hasSizeLessThanOrEqualTo(before + 1);
        slow.pass(Duration.ofSeconds(10));
        assertThat(slow.calls.size() - before).isBetween(99, 101);
    }

    @Test
    void anInstanceKeepsToItsOwnRateAndLeavesTheLaneToOthers() {
        EngineFixture joined = new EngineFixture(1_000, ChatEndVisibility.Mode.OFF, 1_000, 1_000, 1_000);
        joined.change(
                new OfInstanceRate(EngineFixture.LANE, "i1", LimitSource.CONFIGURED, Optional.of(new RateLimit(6, 9))));
        for (int i = 0; i < 100; i++) {
            joined.request("t" + i);
        }
        joined.request(Ask.of("other").instance("i2"));
        assertThat(joined.called()).as("another instance does not wait").contains("other");
        int before = joined.calls.size();
        joined.pass(Duration.ofSeconds(10));
        assertThat(joined.calls.size() - before).isBetween(59, 61);
        joined.change(new OfInstanceRate(EngineFixture.LANE, "i1", LimitSource.CONFIGURED, Optional.empty()));
        assertThat(joined.calls).as("without a rate of its own all may go").hasSize(101);
    }

    @Test
    void aListedInstanceIsShownAlsoWithoutWorkAndWithItsPresentQuota() {
        LaneLimits lane = dispatch.lanes.get(EngineFixture.LANE);
        dispatch.lanes = Map.of(
                EngineFixture.LANE,
                new LaneLimits(
                        lane.region(),
                        lane.rate(),
                        lane.inFlightMax(),
                        Map.of("listed", InstanceLimits.configured(7, ChatEndVisibility.Mode.ON)),
                        lane.unlisted(),
                        true));
        dispatch.restart();
        assertThat(dispatch.engine.snapshots(dispatch.nowMs))
                .as("another task may have its records")
                .isEmpty();
        dispatch.request("a");
        assertThat(dispatch.view("listed").quota()).isEqualTo(7);
        dispatch.change(new OfQuota(EngineFixture.LANE, "listed", LimitSource.OPERATOR, Optional.of(3)));
        assertThat(dispatch.view("listed").quota()).isEqualTo(3);
    }

    @Test
    void aLaneThatIsNotConfiguredIsIgnored() {
        dispatch.change(new OfRate("gone", LimitSource.OPERATOR, Optional.of(new RateLimit(10, 10))));
        ask(1);
        assertThat(dispatch.calls).hasSize(1);
    }
}
