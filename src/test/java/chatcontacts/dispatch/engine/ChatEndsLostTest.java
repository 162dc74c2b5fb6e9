package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.testkit.connect.RandomDuration;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Events that lose the ends of chats, or stop, cost calls and a little time, and never stop an instance. */
final class ChatEndsLostTest {

    private static final double DEMAND = 0.98;

    /** A quota of 100, chats of 5 to 15 s, 98 % of what that can take. */
    private static LaneScenario scenario(boolean openings, double ends) {
        return scenario(openings, ends, 1);
    }

    private static LaneScenario scenario(boolean openings, double ends, long seed) {
        LaneScenario scenario = new LaneScenario(100, ChatEndVisibility.Mode.AUTO, 50, 80, 100, seed);
        scenario.instance("i1")
                .quota(100)
                .chats(new RandomDuration.Uniform(Duration.ofSeconds(5), Duration.ofSeconds(15)))
                .events(openings, ends);
        scenario.demand("i1", DEMAND * 10);
        return scenario;
    }

    /** The part of the demand that was started within ten minutes, after five to settle. */
    private static double served(LaneScenario scenario) {
        SimulatedInstance instance = scenario.instance("i1");
        scenario.run(Duration.ofMinutes(5));
        int before = instance.starts();
        scenario.run(Duration.ofMinutes(10));
        return (instance.starts() - before) / (DEMAND * 10 * 600);
    }

    @Test
    void withAllEndsAllIsServed() {
        assertThat(served(scenario(true, 1))).isGreaterThan(0.98);
    }

    @Test
    void withEndsAlone() {
        assertThat(served(scenario(false, 1))).isGreaterThan(0.98);
    }

    @Test
    void aTenthOfTheEndsMayBeLost() {
        for (long seed = 0; seed < 4; seed++) {
            LaneScenario scenario = scenario(true, 0.9, seed);
            assertThat(served(scenario)).as("seed " + seed).isGreaterThan(0.95);
            SimulatedInstance instance = scenario.instance("i1");
            assertThat(instance.wasted()).isLessThan(instance.starts() / 10);
        }
    }

    /** So many short chats are active or missed that more are watched than twice the quota. */
    @Test
    void aFifthOfThemCostsAFewSlotsAndHardlyACall() {
        LaneScenario scenario = scenario(true, 0.8);
        assertThat(served(scenario)).isGreaterThan(0.92);
        SimulatedInstance instance = scenario.instance("i1");
        assertThat(instance.wasted()).isLessThan(instance.starts() / 10);
    }

    @Test
    void whereHalfOfThemAreLostTheInstanceCostsWhatABlindOneDoes() {
        for (double ends : new double[] {0.3, 0.5, 0.6}) {
            LaneScenario scenario = scenario(true, ends);
            assertThat(served(scenario)).as("ends " + ends).isGreaterThan(0.97);
            SimulatedInstance instance = scenario.instance("i1");
            assertThat(instance.wasted()).as("ends " + ends).isLessThan(instance.starts() / 2);
        }
    }

    @Test
    void withOpeningsOnlyTheInstanceCountsAsBlind() {
        LaneScenario scenario = scenario(true, 0);
        assertThat(served(scenario)).isGreaterThan(0.9);
        assertThat(scenario.engine().view("i1").chatEndsVisible()).isFalse();
    }

    @Test
    void whenEventsStopStartsGoOnWithinAMinute() {
        eventsStop(new RandomDuration.Fixed(Duration.ofMinutes(20)), 1);
    }

    /** Of 50 seeds three that wasted most calls when a blind instance wasted as many whatever its quota. */
    @Test
    void alsoWhereChatsVarySoThatTheInstanceSoonCountsAsBlind() {
        RandomDuration chats = new RandomDuration.LogNormal(Duration.ofMinutes(18), 0.46);
        for (long seed : new long[] {19, 29, 42}) {
            eventsStop(chats, seed);
        }
    }

    private static void eventsStop(RandomDuration chats, long seed) {
        LaneScenario scenario = new LaneScenario(500, ChatEndVisibility.Mode.AUTO, 5, 8, 100, seed);
        SimulatedInstance instance =
                scenario.instance("i1").quota(500).chats(chats).events(true, 1);
        scenario.demand("i1", DEMAND * 500 / 1200);
        scenario.run(Duration.ofMinutes(60));
        instance.events(false, 0);
        int starts = instance.starts();
        int wasted = instance.wasted();
        for (int minute = 0; minute < 60; minute++) {
            int before = instance.starts();
            scenario.run(Duration.ofMinutes(1));
            assertThat(instance.starts() - before)
                    .as("seed " + seed + ": starts in minute " + minute)
                    .isPositive();
        }
        int started = instance.starts() - starts;
        assertThat(started).isGreaterThan((int) (0.9 * DEMAND * 500 * 3));
        assertThat(instance.wasted() - wasted).as("seed " + seed).isLessThan(started / 9);
    }

    @Test
    void whereTheOperatorSaysThatEndsAreSeenTheirAbsenceStopsNothingEither() {
        LaneScenario scenario = new LaneScenario(100, ChatEndVisibility.Mode.ON, 50, 80, 100, 1);
        SimulatedInstance instance = scenario.instance("i1")
                .quota(100)
                .chats(new RandomDuration.Uniform(Duration.ofSeconds(60), Duration.ofSeconds(180)));
        scenario.demand("i1", 0.8);
        scenario.run(Duration.ofMinutes(60));
        assertThat(instance.starts()).isGreaterThan(2_500);
    }
}
