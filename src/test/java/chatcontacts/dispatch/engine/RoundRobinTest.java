package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.domain.admission.ChatEndVisibility;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose turn it is. */
final class RoundRobinTest {

    private static EngineFixture oneAtATime() {
        EngineFixture dispatch = new EngineFixture(1_000, ChatEndVisibility.Mode.OFF, 1_000, 1_000, 1);
        dispatch.request("first");
        return dispatch;
    }

    private static List<String> startAll(EngineFixture dispatch) {
        for (int i = 0; i < dispatch.calls.size(); i++) {
            dispatch.start(dispatch.calls.get(i).clientToken());
        }
        return dispatch.called();
    }

    @Test
    void theLowestPriorityNumberGoesFirstThenTheEarliestArrival() {
        EngineFixture dispatch = oneAtATime();
        dispatch.request(Ask.of("c").priority(9));
        dispatch.request(Ask.of("b1").priority(5));
        dispatch.request(Ask.of("b2").priority(5));
        dispatch.request(Ask.of("a").priority(0));
        assertThat(startAll(dispatch)).containsExactly("first", "a", "b1", "b2", "c");
    }

    @Test
    void itIsKnownHowManyWaitWhereverTheyStand() {
        EngineFixture dispatch = oneAtATime();
        dispatch.request("t");
        dispatch.request("u");
        assertThat(dispatch.view("i1").waiting()).isEqualTo(2);
        assertThat(dispatch.view("i1").oldestAcceptedAtMs()).isEqualTo(dispatch.nowMs);
        dispatch.answer("first", EngineFixture.unavailable());
        assertThat(dispatch.view("i1").waiting())
                .as("one backs off, one is called, one waits")
                .isEqualTo(2);
        dispatch.answer("t", EngineFixture.denied());
        assertThat(dispatch.view("i1").waiting()).isEqualTo(3);
        dispatch.pass(Duration.ofSeconds(1));
        dispatch.start("first");
        assertThat(dispatch.view("i1").waiting()).isEqualTo(1);
        assertThat(dispatch.view("i1").inFlight()).isEqualTo(1);
    }

    @Test
    void instancesTakeTurns() {
        EngineFixture dispatch = oneAtATime();
        for (int i = 1; i <= 3; i++) {
            dispatch.request("i1-" + i);
        }
        for (int i = 1; i <= 2; i++) {
            dispatch.request(Ask.of("i2-" + i).instance("i2"));
        }
        assertThat(startAll(dispatch)).containsExactly("first", "i2-1", "i1-1", "i2-2", "i1-2", "i1-3");
    }

    @Test
    void theLowestPriorityNumberGoesFirstWhicheverInstanceHasIt() {
        EngineFixture dispatch = oneAtATime();
        dispatch.request(Ask.of("i2-late").instance("i2").priority(7));
        dispatch.request(Ask.of("i1-soon").priority(3));
        dispatch.request(Ask.of("i1-late").priority(7));
        dispatch.request(Ask.of("i3-first").instance("i3").priority(1));
        dispatch.request(Ask.of("i1-soon-too").priority(3));
        assertThat(startAll(dispatch))
                .containsExactly("first", "i3-first", "i1-soon", "i1-soon-too", "i2-late", "i1-late");
    }

    @Test
    void theOrderSurvivesARestart() {
        EngineFixture dispatch = oneAtATime();
        for (int i = 0; i < 100; i++) {
            dispatch.request("t" + i);
        }
        dispatch.start("first");
        dispatch.start("t0");
        dispatch.restart();
        dispatch.pass(Duration.ofSeconds(1));
        List<String> called = startAll(dispatch);
        assertThat(called.subList(called.size() - 98, called.size()))
                .isEqualTo(IntStream.range(2, 100).mapToObj(i -> "t" + i).toList());
    }

    @Test
    void neverMoreCallsAreOutThanTheLaneMayHave() {
        EngineFixture dispatch = new EngineFixture(1_000, ChatEndVisibility.Mode.OFF, 1_000, 1_000, 7);
        for (int i = 0; i < 50; i++) {
            dispatch.request(Ask.of("t" + i).instance("i" + i % 5));
        }
        assertThat(dispatch.calls).hasSize(7);
        dispatch.start("t0");
        assertThat(dispatch.calls).hasSize(8);
    }

    @Test
    void callsKeepThePaceAlsoOverARestart() {
        EngineFixture dispatch = new EngineFixture(1_000, ChatEndVisibility.Mode.OFF, 5, 8, 100);
        for (int i = 0; i < 100; i++) {
            dispatch.request("t" + i);
        }
        assertThat(dispatch.calls).as("one second has passed since the start").hasSize(5);
        dispatch.pass(Duration.ofSeconds(2));
        assertThat(dispatch.calls).hasSize(15);
        dispatch.restart();
        dispatch.step();
        assertThat(dispatch.calls).as("a new owner starts empty").hasSize(15);
        dispatch.pass(Duration.ofSeconds(1));
        assertThat(dispatch.calls).hasSize(20);
    }

    @Test
    void whileTheGateIsShutNothingGoesOutAndAnswersAreSettled() {
        EngineFixture dispatch = oneAtATime();
        dispatch.admits = false;
        dispatch.request("t");
        dispatch.start("first");
        dispatch.pass(Duration.ofMinutes(1));
        assertThat(dispatch.called()).containsExactly("first");
        assertThat(dispatch.results).hasSize(1);
    }

    /** However requests are spread, an instance that holds the lowest priority present never waits longer than one round. */
    @Test
    void noInstanceIsPassedOverTwiceByAnother() {
        for (long seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            EngineFixture dispatch = oneAtATime();
            Map<String, Integer> left = new HashMap<>();
            for (int i = 0; i < 60; i++) {
                String instance = "i" + (1 + random.nextInt(4));
                dispatch.request(Ask.of("t" + i).instance(instance));
                left.merge(instance, 1, Integer::sum);
            }
            Map<String, Integer> sinceTurn = new HashMap<>();
            startAll(dispatch);
            for (EngineFixture.Call call : dispatch.calls.subList(1, dispatch.calls.size())) {
                String turn = call.parameters().instanceId();
                left.merge(turn, -1, Integer::sum);
                sinceTurn.put(turn, 0);
                left.forEach((instance, waiting) -> {
                    if (waiting > 0 && !instance.equals(turn)) {
                        assertThat(sinceTurn.merge(instance, 1, Integer::sum)).isLessThanOrEqualTo(4);
                    }
                });
            }
        }
    }
}
