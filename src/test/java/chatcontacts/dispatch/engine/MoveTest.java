package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.RequestRow.Moved;
import chatcontacts.domain.admission.ChatEndVisibility.Mode;
import chatcontacts.domain.control.ControlCommand;
import chatcontacts.domain.control.ControlCommand.ControlAction;
import chatcontacts.domain.control.ControlCommand.Move;
import chatcontacts.domain.control.ControlCommand.Pause;
import chatcontacts.domain.control.ControlCommand.Resume;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.control.ControlLogEntry.RequestCounts;
import chatcontacts.domain.control.ControlOrigin;
import chatcontacts.domain.control.MoveTarget;
import chatcontacts.domain.control.RequestFilter;
import chatcontacts.domain.outcome.MovedFrom;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.DispatchMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that an operator moves to another instance start once, there, and everything that comes for them later follows. */
final class MoveTest {

    private static final String OTHER = "other";
    private static final MoveTarget NEIGHBOUR = new MoveTarget(EngineFixture.LANE, "i2");
    private static final MoveTarget ABROAD = new MoveTarget(OTHER, "i1");

    private final EngineFixture engine = new EngineFixture(100, Mode.OFF);
    private int commands;

    @BeforeEach
    void openAnotherLane() {
        Map<String, LaneLimits> lanes = new HashMap<>(engine.lanes);
        LaneLimits first = lanes.get(EngineFixture.LANE);
        lanes.put(
                OTHER,
                new LaneLimits(
                        Optional.of("eu-west-2"),
                        first.rate(),
                        first.inFlightMax(),
                        first.instances(),
                        first.unlisted(),
                        first.acceptsUnlisted(),
                        first.lookups()));
        engine.lanes = lanes;
        engine.restartAndGoOn();
        give(new Pause(false, Optional.empty()), false);
    }

    private void give(ControlAction action, boolean dryRun) {
        String id = "c" + ++commands;
        ControlOrigin origin = new ControlOrigin("ada@desk", "an incident", engine.now());
        engine.accept(new DispatchMessage.Control(new ControlCommand(
                id, Optional.of("i1"), action, dryRun, engine.now().plusSeconds(60), origin)));
    }

    private void move(MoveTarget target, Map<String, String> flows) {
        give(new Move(RequestFilter.ALL, target, flows), false);
        engine.pass(Duration.ofSeconds(1));
    }

    private ControlLogEntry last() {
        return engine.controlLog.getLast();
    }

    private Optional<Moved> row(String token) {
        return new LaneStore(engine.table, EngineFixture.LANE, engine.formats)
                .request(RequestId.of("i1", token))
                .filter(Moved.class::isInstance)
                .map(Moved.class::cast);
    }

    @Test
    void aWaitingRequestStartsInTheOtherInstanceWithTheFlowThatStandsForItsOwn() {
        long request = engine.request("moves");
        move(NEIGHBOUR, Map.of("flow", "flow of i2"));
        engine.deliver();
        engine.pass(Duration.ofSeconds(1));

        assertThat(engine.call("moves").parameters().instanceId()).isEqualTo("i2");
        assertThat(engine.call("moves").parameters().contactFlowId()).isEqualTo("flow of i2");
        engine.start("moves");
        Result result = engine.result(request);
        assertThat(engine.isStarted(request)).isTrue();
        assertThat(result.instanceId()).isEqualTo("i2");
        assertThat(result.movedFrom()).contains(new MovedFrom("i1", Optional.of("eu-central-1")));
        assertThat(row("moves").map(Moved::target)).contains(NEIGHBOUR);
        assertThat(last().after().orElseThrow())
                .startsWith("1 of 1 requests that match, to instance i2 of lane default");
    }

    @Test
    void anotherLaneStartsItAndTheResultNamesBothRegions() {
        long request = engine.request("moves");
        move(ABROAD, Map.of());
        engine.deliver();
        engine.pass(Duration.ofSeconds(1));

        assertThat(engine.call("moves").lane()).isEqualTo(OTHER);
        assertThat(engine.call("moves").parameters().contactFlowId()).isEqualTo("flow");
        engine.start("moves");
        assertThat(engine.result(request).region()).contains("eu-west-2");
        assertThat(engine.result(request).movedFrom()).contains(new MovedFrom("i1", Optional.of("eu-central-1")));
    }

    @Test
    void whatMayHaveBeenCalledContinuesAContactOrHasAnotherFlowIsLeft() {
        give(new Resume(), false);
        engine.request("doubt");
        engine.request("throttled");
        engine.request("in flight");
        engine.answer("doubt", EngineFixture.unanswered());
        engine.answer("throttled", EngineFixture.unavailable());
        give(new Pause(false, Optional.empty()), false);
        engine.request(Ask.of("related").flow("related flow"));
        engine.request(Ask.of("another flow").flow("another flow"));
        engine.request(Ask.of("unreadable").flow("unreadable"));
        engine.request("moves");

        give(new Move(RequestFilter.ALL, NEIGHBOUR, Map.of("flow", "flow of i2", "related flow", "r")), true);
        engine.pass(Duration.ofSeconds(1));
        assertThat(last().counts()).contains(new RequestCounts(7, 1));
        assertThat(engine.sent).isEmpty();

        move(NEIGHBOUR, Map.of("flow", "flow of i2", "related flow", "r"));
        assertThat(last().counts()).contains(new RequestCounts(7, 1));
        assertThat(engine.sent).hasSize(1);
        assertThat(row("moves")).isPresent();
        assertThat(engine.view("i1").waiting()).isEqualTo(5);
    }

    @Test
    void aDuplicateThatCameBeforeOrComesLaterGetsTheOutcome() {
        long first = engine.request("moves");
        long before = engine.request("moves");
        move(ABROAD, Map.of());
        long onItsWay = engine.request("moves");
        engine.deliver();
        long later = engine.request("moves");
        engine.deliver();
        engine.pass(Duration.ofSeconds(1));
        engine.start("moves");
        engine.pass(Duration.ofSeconds(1));
        long last = engine.request("moves");
        engine.deliver();

        assertThat(engine.calls).hasSize(1);
        assertThat(List.of(first, before, onItsWay, later, last)).allMatch(engine::isStarted);
        assertThat(engine.results).filteredOn(Result::replayed).hasSize(4);
        assertThat(engine.results).extracting(it -> it.movedFrom().isPresent()).containsOnly(true);
    }

    @Test
    void anotherRequestWithItsTokenIsRefusedWhereItWasAsked() {
        engine.request("moves");
        move(ABROAD, Map.of());
        engine.deliver();
        long other = engine.request(Ask.of("moves").content(2));

        assertThat(engine.failure(other)).isEqualTo(Reason.TOKEN_REUSED);
    }

    @Test
    void aCancellationFollowsIt() {
        engine.accept(new DispatchMessage.Control(new ControlCommand(
                "p",
                Optional.of("i2"),
                new Pause(false, Optional.empty()),
                false,
                engine.now().plusSeconds(60),
                new ControlOrigin("ada", "w", engine.now()))));
        long request = engine.request("moves");
        move(NEIGHBOUR, Map.of());
        engine.cancel("moves");
        engine.deliver();

        assertThat(engine.failure(request)).isEqualTo(Reason.CANCELLED);
        assertThat(engine.calls).isEmpty();
    }

    @Test
    void aRedriveFollowsItAndIsSentToTheRegionThatWasAsked() {
        long request = engine.request("moves");
        move(ABROAD, Map.of());
        engine.deliver();
        engine.pass(Duration.ofSeconds(1));
        engine.answer("moves", EngineFixture.rejected());
        assertThat(engine.failure(request)).isEqualTo(Reason.REJECTED);
        assertThat(engine.deadLetters.getFirst().region()).contains("eu-central-1");

        long again = engine.redrive(Ask.of("moves"), engine.deadLetters.getFirst());
        engine.deliver();
        engine.pass(Duration.ofSeconds(1));

        assertThat(engine.calls).hasSize(2);
        assertThat(engine.call("moves").lane()).isEqualTo(OTHER);
        engine.start("moves");
        assertThat(engine.isStarted(again)).isTrue();
    }

    @Test
    void aRequestThatIsMovedBackStartsWhereItWasAskedAndOnce() {
        long request = engine.request("moves");
        move(NEIGHBOUR, Map.of("flow", "flow of i2"));
        engine.accept(new DispatchMessage.Control(new ControlCommand(
                "p",
                Optional.of("i2"),
                new Pause(false, Optional.empty()),
                false,
                engine.now().plusSeconds(60),
                new ControlOrigin("ada", "w", engine.now()))));
        engine.deliver();
        long duplicate = engine.request("moves");
        engine.accept(new DispatchMessage.Control(new ControlCommand(
                "back",
                Optional.of("i2"),
                new Move(RequestFilter.ALL, new MoveTarget(EngineFixture.LANE, "i1"), Map.of("flow of i2", "flow")),
                false,
                engine.now().plusSeconds(60),
                new ControlOrigin("ada", "w", engine.now()))));
        engine.pass(Duration.ofSeconds(1));
        engine.deliver();
        engine.restartAndGoOn();
        engine.pass(Duration.ofSeconds(1));
        engine.deliver();
        give(new Resume(), false);
        engine.pass(Duration.ofSeconds(1));

        assertThat(engine.calls).hasSize(1);
        assertThat(engine.call("moves").parameters().instanceId()).isEqualTo("i1");
        assertThat(engine.call("moves").parameters().contactFlowId()).isEqualTo("flow");
        engine.start("moves");
        engine.pass(Duration.ofSeconds(1));
        engine.deliver();
        assertThat(engine.isStarted(request)).isTrue();
        assertThat(engine.isStarted(duplicate)).isTrue();
    }

    @Test
    void aMoveGoesOnAfterARestartHalfWayAndLeavesWhatCameLater() {
        for (int i = 0; i < 500; i++) {
            engine.request("w" + i);
        }
        give(new Move(RequestFilter.ALL, ABROAD, Map.of()), false);
        assertThat(engine.sent).hasSizeBetween(1, 100);
        engine.request("later");
        engine.restart();
        engine.pass(Duration.ofSeconds(5));
        assertThat(engine.sent.getLast().message()).isInstanceOf(DispatchMessage.Fence.class);
        assertThat(engine.sent).hasSizeBetween(2, 101); // until all has been read again
        engine.deliver();
        engine.pass(Duration.ofSeconds(5));

        assertThat(last().counts()).contains(new RequestCounts(500, 500));
        engine.deliver();
        assertThat(row("w499")).isPresent();
        assertThat(row("later")).isEmpty();
        engine.pass(Duration.ofSeconds(5));
        assertThat(engine.called()).hasSize(100).doesNotHaveDuplicates(); // the quota of the other instance
    }

    @Test
    void whatAFormerOwnerLeftIsMovedOnlyIfItsInstanceWasPausedAllTheTime() {
        engine.request("left");
        engine.restartAndGoOn();
        give(new Move(RequestFilter.ALL, NEIGHBOUR, Map.of()), true);
        engine.pass(Duration.ofSeconds(1));
        assertThat(last().counts()).contains(new RequestCounts(1, 1));

        engine.admits = false;
        give(new Resume(), false);
        give(new Pause(false, Optional.empty()), false);
        engine.request("own");
        move(NEIGHBOUR, Map.of());
        assertThat(last().counts()).contains(new RequestCounts(2, 1));
        assertThat(row("own")).isPresent();
    }

    @Test
    void itsRowIsForgottenOnceNoChatOfItsTokenCanBeMeant() {
        engine.request("moves");
        move(ABROAD, Map.of());
        engine.deliver();
        engine.pass(Duration.ofDays(7));
        assertThat(row("moves")).isPresent();
        engine.pass(Duration.ofDays(2));
        assertThat(row("moves")).isEmpty();
    }
}
