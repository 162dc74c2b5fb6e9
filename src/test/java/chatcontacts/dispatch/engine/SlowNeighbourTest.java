package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ChatEndVisibility;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A slow instance, or one whose calls always fail, leaves the lane to the others. */
final class SlowNeighbourTest {

    @Test
    void aSlowInstanceLeavesCallsInFlightToAFastOne() {
        LaneScenario scenario = new LaneScenario(100_000, ChatEndVisibility.Mode.OFF, 50, 80, 100, 1);
        scenario.instance("slow").latencyMs(10_000);
        scenario.demand("slow", 25);
        scenario.demand("fast", 25);
        scenario.run(Duration.ofMinutes(3));
        assertThat(scenario.instance("fast").starts()).isGreaterThan((int) (0.95 * 25 * 180));
    }

    @Test
    void aloneItMayHaveThemAll() {
        LaneScenario scenario = new LaneScenario(100_000, ChatEndVisibility.Mode.OFF, 50, 80, 100, 1);
        scenario.instance("slow").latencyMs(10_000);
        scenario.backlog("slow", 500);
        scenario.run(Duration.ofSeconds(9));
        assertThat(scenario.engine().lane().inFlight()).isEqualTo(100);
    }

    @Test
    void anInstanceThatAlwaysFailsIsHeldByItself() {
        LaneScenario scenario = new LaneScenario(100_000, ChatEndVisibility.Mode.OFF, 20, 20, 100, 1);
        scenario.instance("broken").answers(EngineFixture::unavailable);
        scenario.demand("broken", 10);
        scenario.demand("healthy", 10);
        scenario.run(Duration.ofMinutes(3));
        assertThat(scenario.instance("healthy").starts()).isGreaterThan((int) (0.95 * 10 * 180));
        assertThat(scenario.instance("broken").calls()).isLessThan(100);
        assertThat(scenario.engine().deadLetters.size()).isLessThan(10);
    }

    @Test
    void aRequestOfAnotherInstanceProbesAHeldLaneAtOnce() {
        LaneScenario scenario = new LaneScenario(100_000, ChatEndVisibility.Mode.OFF, 20, 20, 100, 1);
        scenario.instance("broken").answers(EngineFixture::unavailable);
        scenario.demand("broken", 10);
        scenario.run(Duration.ofMinutes(5));
        scenario.backlog("newcomer", 1);
        scenario.run(Duration.ofSeconds(2));
        assertThat(scenario.instance("newcomer").starts()).isEqualTo(1);
    }
}
