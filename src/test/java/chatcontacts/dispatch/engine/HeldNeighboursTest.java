package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.call.CallResult;
import chatcontacts.testkit.connect.RandomDuration;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Instances whose calls fail take no more of their lane's rate than the share of probes, however many there are. */
final class HeldNeighboursTest {

    private static int startsBeside(int neighbours, Supplier<CallResult> answer) {
        LaneScenario scenario = new LaneScenario(500, ChatEndVisibility.Mode.OFF, 5, 8, 100, 1);
        for (int i = 0; i < neighbours; i++) {
            String id = "neighbour" + i;
            scenario.instance(id).answers(answer);
            scenario.demand(id, 0.1);
        }
        scenario.demand("healthy", 4);
        scenario.run(Duration.ofMinutes(5));
        return scenario.instance("healthy").starts();
    }

    private static int startsAlone() {
        return startsBeside(0, EngineFixture::denied);
    }

    @Test
    void twoHundredDeniedInstancesCostAHealthyOneNothing() {
        assertThat(startsBeside(200, EngineFixture::denied)).isGreaterThan((int) (0.95 * startsAlone()));
    }

    /** Between two calls nothing of it waits; what its calls have shown is not forgotten all the same. */
    @Test
    void oneThatHasStartedChatsGoesBeforeNewcomersThatAreDenied() {
        LaneScenario scenario = new LaneScenario(500, ChatEndVisibility.Mode.OFF, 4, 6, 100, 1);
        scenario.demand("healthy", 2.5);
        scenario.run(Duration.ofSeconds(5));
        for (int i = 0; i < 170; i++) {
            scenario.instance("neighbour" + i).answers(EngineFixture::denied);
            scenario.demand("neighbour" + i, 0.05);
        }
        scenario.run(Duration.ofSeconds(40));
        assertThat(scenario.instance("healthy").starts()).isGreaterThan((int) (0.95 * 2.5 * 45));
    }

    @Test
    void twoHundredFullInstancesCostAHealthyOneNothing() {
        assertThat(startsBeside(200, EngineFixture::full)).isGreaterThan((int) (0.95 * startsAlone()));
    }

    @Test
    void probesGetTheirShareThoughCallsThatAreFreeAlwaysWait() {
        LaneScenario scenario = new LaneScenario(500, ChatEndVisibility.Mode.OFF, 5, 8, 100, 1);
        scenario.instance("denied").answers(EngineFixture::denied);
        scenario.demand("denied", 1);
        scenario.backlog("healthy", 2_000);
        scenario.run(Duration.ofMinutes(5));
        assertThat(scenario.instance("denied").calls()).isBetween(8, 155);
    }

    @Test
    void thoseThatAreDueForLongestAreProbedFirst() {
        LaneScenario scenario = new LaneScenario(500, ChatEndVisibility.Mode.OFF, 5, 8, 100, 1);
        for (int i = 0; i < 100; i++) {
            scenario.instance("denied" + i).answers(EngineFixture::denied);
            scenario.demand("denied" + i, 0.1);
        }
        scenario.backlog("healthy", 4_000);
        scenario.run(Duration.ofMinutes(10));
        for (int i = 0; i < 100; i++) {
            assertThat(scenario.instance("denied" + i).calls()).isBetween(1, 8);
        }
    }

    @Test
    void aFullBlindInstanceWastesNoMoreThanItsShareWhereTheRateIsTheBottleneck() {
        fullBesideOneThatIsFree(ChatEndVisibility.Mode.OFF);
    }

    @Test
    void norDoesOneThatAnticipatesTheEndsOfItsChats() {
        fullBesideOneThatIsFree(ChatEndVisibility.Mode.AUTO);
    }

    private static void fullBesideOneThatIsFree(ChatEndVisibility.Mode visibility) {
        LaneScenario scenario = new LaneScenario(100, visibility, 60, 96, 100, 1);
        RandomDuration chats = new RandomDuration.Uniform(Duration.ofSeconds(2), Duration.ofSeconds(5));
        SimulatedInstance full =
                scenario.instance("full").quota(100).chats(chats).events(true, 1);
        scenario.instance("free").quota(1_000).chats(chats);
        scenario.backlog("full", 6_000);
        scenario.backlog("free", 12_000);
        scenario.run(Duration.ofMinutes(1));
        int starts = full.starts();
        int wasted = full.wasted();
        scenario.run(Duration.ofMinutes(2));
        assertThat((full.wasted() - wasted) / 120.0).isLessThan(0.1 * 60);
        assertThat((full.starts() - starts) / 120.0).isGreaterThan(0.9 * 100 / 3.5);
    }
}
