package chatcontacts.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.system.chaos.Disturbance.BrokerStop;
import chatcontacts.system.chaos.Disturbance.Kill;
import chatcontacts.system.chaos.FaultSchedule.ScheduledFault;
import chatcontacts.wire.LanePartitioner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class FaultScheduleTest {

    private static final List<String> LANES = List.of("one", "two");
    /** Partitions of the dispatch topic, as the environment creates it. */
    private static final int PARTITIONS = 4;

    private static FaultSchedule schedule(long seed, Duration length) {
        return FaultSchedule.draw(seed, length, Duration.ofSeconds(8), 3, LANES);
    }

    private static List<Kill> kills(FaultSchedule schedule) {
        return schedule.steps().stream()
                .map(ScheduledFault::disturbance)
                .filter(Kill.class::isInstance)
                .map(Kill.class::cast)
                .toList();
    }

    @Test
    void aSeedGivesAlwaysTheSamePlan() {
        assertThat(schedule(7, Duration.ofMinutes(20))).isEqualTo(schedule(7, Duration.ofMinutes(20)));
        assertThat(schedule(7, Duration.ofMinutes(20))).isNotEqualTo(schedule(8, Duration.ofMinutes(20)));
    }

    @Test
    void theShortRunKillsFiveTimesAndMoreAndStopsTheBrokerWhateverTheSeed() {
        assertThat(LongStream.range(0, 200).mapToObj(seed -> schedule(seed, Duration.ofSeconds(48))))
                .allSatisfy(schedule -> {
                    assertThat(kills(schedule)).hasSizeGreaterThanOrEqualTo(5);
                    assertThat(schedule.steps()).anyMatch(step -> step.disturbance() instanceof BrokerStop);
                    assertThat(kills(schedule))
                            .as("others take over")
                            .anyMatch(kill -> kill.down().compareTo(FaultSchedule.SESSION_TIMEOUT) > 0);
                });
    }

    @Test
    void whatIsDownIsNotKilled() {
        List<ScheduledFault> steps = schedule(3, Duration.ofMinutes(20)).steps();
        for (ScheduledFault step : steps) {
            if (step.disturbance() instanceof Kill kill) {
                assertThat(steps)
                        .filteredOn(other -> other.disturbance() instanceof Kill its && its.process() == kill.process())
                        .filteredOn(other -> other.at().compareTo(step.at()) > 0)
                        .allMatch(other -> other.at().compareTo(step.at().plus(kill.down())) >= 0);
            }
        }
    }

    @Test
    void eachLaneLiesOnAPartitionOfItsOwn() {
        assertThat(new ChaosScenario(20)
                        .laneNames().stream()
                                .map(lane ->
                                        LanePartitioner.partition(lane.getBytes(StandardCharsets.UTF_8), PARTITIONS)))
                .hasSize(3)
                .doesNotHaveDuplicates();
    }
}
