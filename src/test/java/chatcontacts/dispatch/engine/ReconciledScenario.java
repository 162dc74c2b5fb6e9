package chatcontacts.dispatch.engine;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.testkit.connect.RandomDuration;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * An instance whose chat ends are lost, and asked for, on virtual time: chats of 5 to 15 minutes, more of them asked for than the quota
 * allows; DescribeContact allows 10 a second, of which a share is used.
 *
 * @param ends the part of the ends that events tell; 0: there are no events
 * @param share of the rate of DescribeContact
 * @param before how long it has been so when the hour begins that counts
 */
record ReconciledScenario(int quota, double ends, double share, Duration before) {

    /**
     * What was found in an hour.
     *
     * @param used part of the slots
     * @param wasted starts that found the instance full
     * @param questions a second
     */
    record SlotFigures(ReconciledScenario scenario, double used, int wasted, double questions) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "quota %d, ends that come %.0f %%, share %.1f, after %d h: %.1f %% of the slots, %d wasted starts, %.2f questions a second",
                    scenario.quota,
                    100 * scenario.ends,
                    scenario.share,
                    scenario.before.toHours(),
                    100 * used,
                    wasted,
                    questions);
        }
    }

    LaneScenario lane() {
        EngineFixture engine = new EngineFixture(
                quota, ChatEndVisibility.Mode.AUTO, 50, 80, 100, Optional.of(new RateLimit(10 * share, 15 * share)));
        LaneScenario lane = new LaneScenario(engine, 1);
        lane.instance("i1")
                .quota(quota)
                .chats(new RandomDuration.Uniform(Duration.ofMinutes(5), Duration.ofMinutes(15)))
                .events(ends > 0, ends);
        lane.demand("i1", 1.1 * quota / 600);
        return lane;
    }

    SlotFigures run() {
        LaneScenario lane = lane();
        SimulatedInstance instance = lane.instance("i1");
        lane.run(before);
        var unused = instance.slotsUsed();
        int wasted = instance.wasted();
        int asked = lane.engine().questions.size();
        lane.run(Duration.ofHours(1));
        return new SlotFigures(
                this,
                instance.slotsUsed(),
                instance.wasted() - wasted,
                (lane.engine().questions.size() - asked) / 3_600.0);
    }
}
