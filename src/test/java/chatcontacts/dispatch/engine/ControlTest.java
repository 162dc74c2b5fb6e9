package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.domain.admission.ChatEndVisibility.Mode;
import chatcontacts.domain.control.ControlCommand;
import chatcontacts.domain.control.ControlCommand.Cancel;
import chatcontacts.domain.control.ControlCommand.ClearLimit;
import chatcontacts.domain.control.ControlCommand.ControlAction;
import chatcontacts.domain.control.ControlCommand.Extend;
import chatcontacts.domain.control.ControlCommand.LimitQuota;
import chatcontacts.domain.control.ControlCommand.LimitRate;
import chatcontacts.domain.control.ControlCommand.Pause;
import chatcontacts.domain.control.ControlCommand.Prioritize;
import chatcontacts.domain.control.ControlCommand.ProbeNow;
import chatcontacts.domain.control.ControlCommand.Resume;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.control.ControlLogEntry.ControlStatus;
import chatcontacts.domain.control.ControlLogEntry.RequestCounts;
import chatcontacts.domain.control.ControlOrigin;
import chatcontacts.domain.control.RequestFilter;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What operators command: applied once, kept over restarts, and told in the log. */
final class ControlTest {

    private static final Optional<String> WHOLE_LANE = Optional.empty();

    private final EngineFixture engine = new EngineFixture(100, Mode.OFF);
    private int commands;

    private String give(Optional<String> instance, ControlAction action) {
        String id = "c" + ++commands;
        give(id, instance, action, false, engine.now().plusSeconds(60));
        return id;
    }

    private void give(String id, Optional<String> instance, ControlAction action, boolean dryRun, Instant validUntil) {
        ControlOrigin origin = new ControlOrigin("ada@desk", "an incident", engine.now());
        engine.accept(
                new DispatchMessage.Control(new ControlCommand(id, instance, action, dryRun, validUntil, origin)));
    }

    private static Pause pause() {
        return new Pause(false, Optional.empty());
    }

    private ControlLogEntry last() {
        return engine.controlLog.getLast();
    }

    private List<ControlStatus> statuses(String id) {
        return engine.controlLog.stream()
                .filter(it -> it.id().equals(id))
                .map(ControlLogEntry::status)
                .toList();
    }

    @Test
    void aPausedLaneStartsNothingAndWhatIsInFlightEnds() {
        engine.request("before");
        give(WHOLE_LANE, pause());
        engine.request("after");
        engine.pass(Duration.ofMinutes(5));

        assertThat(engine.called()).containsExactly("before");
        engine.start("before");
        assertThat(engine.isStarted(0)).isTrue();

        give(WHOLE_LANE, new Resume());
        assertThat(engine.called()).containsExactly("before", "after");
        assertThat(last().before()).contains("paused");
        assertThat(last().after()).contains("not paused");
    }

    @Test
    void aPausedInstanceHoldsBackNoOther() {
        give(Optional.of("i1"), pause());
        engine.request("waits");
        engine.request(Ask.of("goes").instance("i2"));
        engine.pass(Duration.ofMinutes(5));

        assertThat(engine.called()).containsExactly("goes");
    }

    @Test
    void aRequestInDoubtOrOneThatBacksOffIsNotCalledAgainDuringAPause() {
        engine.request("doubt");
        engine.request("backs off");
        engine.answer("doubt", EngineFixture.unanswered());
        engine.answer("backs off", EngineFixture.unavailable());
        give(Optional.of("i1"), pause());
        engine.pass(Duration.ofMinutes(30));

        assertThat(engine.calls).hasSize(2);
        give(Optional.of("i1"), new Resume());
        assertThat(engine.calls).hasSize(4);
    }

    @Test
    void deadlinesPassDuringAPause() {
        give(WHOLE_LANE, pause());
        long request = engine.request(Ask.of("late").patience(Duration.ofMinutes(1)));
        engine.pass(Duration.ofMinutes(2));

        assertThat(engine.failure(request)).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void aPauseOutlivesARestartAndItsCommandIsNotAppliedTwice() {
        String id = give(WHOLE_LANE, pause());
        give(WHOLE_LANE, new Resume());
        engine.restartAndGoOn();
        give(id, WHOLE_LANE, pause(), false, engine.now().plusSeconds(60));
        engine.request("goes");
        assertThat(engine.called()).containsExactly("goes");
        assertThat(statuses(id)).containsExactly(ControlStatus.DONE);

        give(WHOLE_LANE, pause());
        engine.restartAndGoOn();
        engine.request("waits");
        engine.pass(Duration.ofHours(2));
        assertThat(engine.called()).containsExactly("goes"); // and not again, though its answer was lost
        assertThat(engine.lane().overrides())
                .extracting(LaneSnapshot.OverrideSnapshot::kind)
                .containsExactly(LaneSnapshot.OverrideKind.PAUSE);
    }

    @Test
    void aPauseForATimeEndsByItselfAndSaysSo() {
        Instant until = engine.now().plusSeconds(600);
        String id = give(WHOLE_LANE, new Pause(false, Optional.of(until)));
        engine.request("waits");
        engine.pass(Duration.ofSeconds(599));
        assertThat(engine.calls).isEmpty();

        engine.pass(Duration.ofSeconds(1));
        assertThat(engine.called()).containsExactly("waits");
        assertThat(statuses(id)).containsExactly(ControlStatus.DONE, ControlStatus.ENDED);
        assertThat(last().origin().why()).isEqualTo("an incident");
        engine.restart();
        assertThat(engine.lane().overrides()).isEmpty();
    }

    @Test
    void aDrainIsDoneWhenTheLastCallHasItsResult() {
        engine.request("in flight");
        String id = give(Optional.of("i1"), new Pause(true, Optional.empty()));
        engine.request("waits");
        assertThat(statuses(id)).containsExactly(ControlStatus.ACCEPTED);

        engine.start("in flight");
        assertThat(statuses(id)).containsExactly(ControlStatus.ACCEPTED, ControlStatus.DONE);
        assertThat(last().after().orElseThrow()).contains("1 waiting");
        engine.restartAndGoOn();
        engine.pass(Duration.ofMinutes(1));
        assertThat(statuses(id)).hasSize(2);
        assertThat(engine.called()).containsExactly("in flight");
    }

    @Test
    void aDrainWaitsForChatsThatAreKnownToBeActive() {
        EngineFixture seeing = new EngineFixture(100, Mode.ON);
        seeing.request("chat");
        seeing.start("chat");
        ControlOrigin origin = new ControlOrigin("ada@desk", "moves", seeing.now());
        seeing.accept(new DispatchMessage.Control(new ControlCommand(
                "d",
                WHOLE_LANE,
                new Pause(true, Optional.empty()),
                false,
                seeing.now().plusSeconds(60),
                origin)));
        assertThat(seeing.controlLog).extracting(ControlLogEntry::status).containsExactly(ControlStatus.ACCEPTED);

        seeing.ended("chat of chat", "chat of chat");
        assertThat(seeing.controlLog)
                .extracting(ControlLogEntry::status)
                .containsExactly(ControlStatus.ACCEPTED, ControlStatus.DONE);
    }

    @Test
    void aDryRunTellsAndChangesNothing() {
        give("dry", WHOLE_LANE, pause(), true, engine.now().plusSeconds(60));
        engine.request("goes");

        assertThat(engine.called()).containsExactly("goes");
        assertThat(last().dryRun()).isTrue();
        assertThat(last().after()).contains("paused");
        assertThat(engine.lane().overrides()).isEmpty();
    }

    @Test
    void aCommandThatComesTooLateIsRefused() {
        give("late", WHOLE_LANE, pause(), false, engine.now());
        engine.request("goes");

        assertThat(engine.called()).containsExactly("goes");
        assertThat(last().status()).isEqualTo(ControlStatus.REFUSED);
        assertThat(last().refusal().orElseThrow()).contains("valid until");
    }

    @Test
    void commandsAreForgottenOnceTheyWouldBeRefused() {
        give(WHOLE_LANE, new Resume());
        assertThat(engine.table.size()).isPositive();
        int rows = engine.table.size();
        engine.pass(Duration.ofSeconds(61));

        assertThat(engine.table.size()).isEqualTo(rows - 1);
    }

    @Test
    void aCommandToALaneThatIsNotConfiguredIsRefused() {
        ControlOrigin origin = new ControlOrigin("ada@desk", "an incident", engine.now());
        ControlCommand command =
                new ControlCommand("c", WHOLE_LANE, pause(), false, engine.now().plusSeconds(60), origin);
        engine.acceptBytes("other", DispatchCodec.toBytes(new DispatchMessage.Control(command)));

        assertThat(last().status()).isEqualTo(ControlStatus.REFUSED);
        assertThat(last().lane()).isEqualTo("other");
    }

    @Test
    void aProbeNeedNotWaitAnyLonger() {
        engine.request("first");
        engine.answer("first", EngineFixture.denied());
        for (int round = 0; round < 12; round++) {
            engine.pass(Duration.ofMinutes(2));
            engine.answer(engine.calls.getLast(), EngineFixture.denied());
        }
        int before = engine.calls.size();
        engine.pass(Duration.ofSeconds(1));
        assertThat(engine.calls).hasSize(before);

        give(Optional.of("i1"), new ProbeNow());
        assertThat(engine.calls).hasSize(before + 1);
        assertThat(last().before()).contains("on hold: i1 (access denied)");
        give(Optional.of("i2"), new ProbeNow());
        assertThat(last().after()).contains("nothing is on hold");
    }

    @Test
    void aProbeOfTheLaneEndsTheWaitOfItsHold() {
        engine.request("first");
        engine.answer("first", EngineFixture.noCredentials());
        for (int round = 0; round < 12; round++) {
            engine.pass(Duration.ofMinutes(2));
            engine.answer(engine.calls.getLast(), EngineFixture.noCredentials());
        }
        int before = engine.calls.size();
        engine.pass(Duration.ofSeconds(1));
        give(WHOLE_LANE, new ProbeNow());

        assertThat(engine.calls).hasSize(before + 1);
        assertThat(last().before()).contains("on hold: the lane (CREDENTIALS)");
    }

    @Test
    void theWatchdogKnowsAPause() {
        engine.request("in flight");
        engine.start("in flight");
        give(WHOLE_LANE, pause());
        engine.request("waits");
        assertThat(engine.lane().movement().mayGo()).isFalse();

        give(WHOLE_LANE, new Resume());
        give(Optional.of("i1"), pause());
        engine.request("waits too");
        assertThat(engine.lane().movement().mayGo()).isFalse();
    }

    private static LimitRate rate(double rate, int burst) {
        return new LimitRate(OptionalDouble.of(rate), OptionalInt.of(burst), Optional.empty());
    }

    @Test
    void aRateOfAnOperatorHoldsOverRestartsUntilItIsCleared() {
        give(WHOLE_LANE, rate(1, 1));
        engine.restart();
        for (int i = 0; i < 30; i++) {
            engine.request("r" + i);
        }
        engine.pass(Duration.ofMillis(9_500));
        assertThat(engine.calls).hasSizeBetween(8, 10);
        assertThat(engine.lane().overrides()).singleElement().satisfies(it -> {
            assertThat(it.kind()).isEqualTo(LaneSnapshot.OverrideKind.RATE);
            assertThat(it.text())
                    .isEqualTo("rate 1.0 per second, burst 1; otherwise rate 1000.0 per second, burst 1000");
        });

        give(WHOLE_LANE, new ClearLimit());
        engine.pass(Duration.ofSeconds(1));
        assertThat(engine.calls).hasSize(30);
        assertThat(engine.lane().overrides()).isEmpty();
    }

    @Test
    void aQuotaOfAnOperatorHoldsForItsInstanceAndEndsByItself() {
        give(Optional.of("i1"), new LimitQuota(2, Optional.of(engine.now().plusSeconds(60))));
        engine.restartAndGoOn();
        for (int i = 0; i < 5; i++) {
            engine.request("r" + i);
            engine.request(Ask.of("s" + i).instance("i2"));
        }
        assertThat(engine.calls).hasSize(2 + 5);
        assertThat(engine.view("i1").quota()).isEqualTo(2);

        engine.pass(Duration.ofSeconds(60));
        assertThat(engine.calls).hasSize(10);
        assertThat(engine.view("i1").quota()).isEqualTo(100);
        assertThat(last().status()).isEqualTo(ControlStatus.ENDED);
    }

    @Test
    void noLimitGoesBeyondWhatTheSettingsAllow() {
        give(WHOLE_LANE, rate(1_001, 1));
        assertThat(last().refusal()).contains("rate: at most 1000.0 may be set; lanes.default.rate.max allows more");
        give(WHOLE_LANE, rate(1, 1_001));
        assertThat(last().refusal()).contains("burst: at most 1000 may be set, as in the settings");
        give(Optional.of("i1"), new LimitQuota(101, Optional.empty()));
        assertThat(last().refusal().orElseThrow()).startsWith("quota: at most 100 may be set");
        assertThat(engine.lane().overrides()).isEmpty();

        engine.maxima = new DispatchSettings.LaneMaxima(2_000, Map.of("i1", 200));
        engine.restartAndGoOn();
        give(WHOLE_LANE, rate(2_000, 1_000));
        give(Optional.of("i1"), new LimitQuota(200, Optional.empty()));
        assertThat(engine.lane().overrides()).hasSize(2);

        engine.maxima = DispatchSettings.LaneMaxima.NONE; // a deploy allows less: what is in force stays, and is capped
        engine.restartAndGoOn();
        assertThat(engine.lane().overrides()).hasSize(2);
        assertThat(engine.lane().ratePerSecond()).isEqualTo(1_000);
        engine.request("r");
        assertThat(engine.view("i1").quota()).isEqualTo(100);
    }

    private static Cancel cancel(Optional<String> key, int from, int to, Optional<Instant> before, String token) {
        return new Cancel(new RequestFilter(
                key,
                OptionalInt.of(from),
                OptionalInt.of(to),
                before,
                token.isEmpty() ? Optional.empty() : Optional.of(token)));
    }

    /** Some wait behind those in flight. */
    private void fill(int waiting) {
        give(WHOLE_LANE, pause());
        for (int i = 0; i < waiting; i++) {
            engine.request(Ask.of("w" + i).priority(i % 10));
        }
    }

    @Test
    void aCancelEndsTheWaitingRequestsThatItsFilterMatchesAndNoOther() {
        engine.request("in flight");
        fill(100);
        engine.request(Ask.of("elsewhere").instance("i2").priority(7));
        String id = give(Optional.of("i1"), cancel(Optional.empty(), 7, 8, Optional.empty(), ""));
        engine.pass(Duration.ofSeconds(1));

        assertThat(statuses(id)).containsExactly(ControlStatus.ACCEPTED, ControlStatus.DONE);
        assertThat(last().counts()).contains(new RequestCounts(20, 20));
        assertThat(engine.results)
                .hasSize(20)
                .allMatch(it -> it.outcome() instanceof Outcome.Failed failed && failed.reason() == Reason.CANCELLED);
        assertThat(engine.deadLetters).hasSize(20);
        assertThat(engine.view("i1").waiting()).isEqualTo(80);

        give(WHOLE_LANE, cancel(Optional.empty(), 0, 9, Optional.empty(), "w3"));
        give(WHOLE_LANE, cancel(Optional.of("tenant"), 0, 9, Optional.empty(), ""));
        engine.pass(Duration.ofSeconds(1));
        assertThat(engine.results).hasSize(21);
        give(WHOLE_LANE, cancel(Optional.empty(), 0, 9, Optional.of(engine.now().minusSeconds(60)), ""));
        engine.pass(Duration.ofSeconds(1));
        assertThat(engine.results).hasSize(21);

        give(WHOLE_LANE, cancel(Optional.empty(), 0, 9, Optional.empty(), ""));
        engine.pass(Duration.ofSeconds(1));
        assertThat(last().counts()).contains(new RequestCounts(81, 80));
        engine.start("in flight");
        assertThat(engine.isStarted(0)).isTrue();
        assertThat(engine.lane().instances()).allMatch(it -> it.waiting() == 0);
    }

    @Test
    void aDryRunOfACancelCountsAndLeavesAllAsItIs() {
        fill(120);
        give(
                "dry",
                WHOLE_LANE,
                new Cancel(RequestFilter.ALL),
                true,
                engine.now().plusSeconds(60));
        engine.pass(Duration.ofSeconds(1));

        assertThat(last().counts()).contains(new RequestCounts(120, 120));
        assertThat(engine.results).isEmpty();
        assertThat(engine.view("i1").waiting()).isEqualTo(120);
    }

    @Test
    void aCancelGoesOnAfterARestartHalfWayAndLeavesWhatCameLater() {
        fill(500);
        give(WHOLE_LANE, new Cancel(RequestFilter.ALL));
        assertThat(engine.results).hasSizeBetween(1, 100);
        long later = engine.request("later");
        engine.restart();
        engine.pass(Duration.ofSeconds(5));

        assertThat(last().counts()).contains(new RequestCounts(500, 500));
        assertThat(engine.results).hasSize(500);
        assertThat(engine.isOpen(later)).isTrue();
    }

    @Test
    void prioritizedRequestsGoFirstInTheirOrderAlsoAfterARestart() {
        fill(30);
        engine.request(Ask.of("again").priority(9)); // is called before the command comes
        String id = give(WHOLE_LANE, new Prioritize(filter(8, 9), 0));
        engine.pass(Duration.ofSeconds(1));
        assertThat(statuses(id)).containsExactly(ControlStatus.ACCEPTED, ControlStatus.DONE);
        assertThat(last().counts()).contains(new RequestCounts(7, 7));
        engine.restart();
        give(WHOLE_LANE, new Resume());
        engine.pass(Duration.ofSeconds(1));

        assertThat(engine.called().subList(0, 10))
                .containsExactly("w0", "w8", "w9", "w10", "w18", "w19", "w20", "w28", "w29", "again");
        engine.request(Ask.of("w8").priority(8));
        engine.start("w8");
        assertThat(engine.results).filteredOn(Result::replayed).hasSize(1);
    }

    @Test
    void anExtendedRequestOutlivesItsDeadlineButNotTheWindowOfItsToken() {
        give(WHOLE_LANE, pause());
        long request = engine.request(Ask.of("patient").patience(Duration.ofMinutes(1)));
        give(WHOLE_LANE, new Extend(RequestFilter.ALL, engine.now().plus(Duration.ofDays(30))));
        engine.restart();
        engine.pass(Duration.ofDays(5));
        assertThat(engine.isOpen(request)).isTrue();

        engine.pass(Duration.ofDays(1));
        assertThat(engine.failure(request)).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void aRequestThatWasCalledKeepsItsPlaceAndItsDoubtWhenItIsPrioritized() {
        engine.request("doubt");
        engine.answer("doubt", EngineFixture.unanswered());
        give(WHOLE_LANE, pause());
        give(WHOLE_LANE, new Prioritize(RequestFilter.ALL, 1));
        engine.pass(Duration.ofSeconds(1));

        assertThat(engine.view("i1").inDoubt()).isEqualTo(1);
        assertThat(engine.view("i1").waiting()).isEqualTo(1);
        give(WHOLE_LANE, new Resume());
        engine.pass(Duration.ofSeconds(1));
        engine.start("doubt");
        assertThat(engine.isStarted(0)).isTrue();
    }

    private static RequestFilter filter(int from, int to) {
        return new RequestFilter(
                Optional.empty(), OptionalInt.of(from), OptionalInt.of(to), Optional.empty(), Optional.empty());
    }
}
