package chatcontacts.testkit.load;

import chatcontacts.testkit.connect.CallFault;
import chatcontacts.testkit.connect.ConnectError;
import chatcontacts.testkit.connect.RandomDuration;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the local run plays: two accounts, three instances of which one tells nothing of its chats' ends, chats of about ten
 * seconds, quotas that are just enough on average, and a network that is not perfect.
 *
 * @param ratePerSecond requests per second, on average
 */
public record DemoScenario(double ratePerSecond) {

    /** Chats last 5 to 15 s. */
    private static final double MEAN_CHAT_SECONDS = 10;

    /** Of all records, about this share starts a chat. */
    private static final double CHATS_PER_RECORD = 0.9;

    public List<SimulatedLane> lanes() {
        LocalInstance sales = instance("sales", "11111111-1111-4111-8111-111111111111", 0.5, true);
        LocalInstance service = instance("service", "22222222-2222-4222-8222-222222222222", 0.3, true);
        LocalInstance blind = instance("blind", "33333333-3333-4333-8333-333333333333", 0.2, false);
        return List.of(lane("default", List.of(sales, service)), lane("dublin", List.of(blind)));
    }

    /** Its quota is a fifth above the mean, and the wave of the feeder brings half more. */
    private LocalInstance instance(String name, String id, double share, boolean seesEnds) {
        double meanActive = ratePerSecond * share * CHATS_PER_RECORD * MEAN_CHAT_SECONDS;
        return new LocalInstance(name, id, Math.max(2, (int) Math.round(meanActive * 1.2)), seesEnds);
    }

    private SimulatedLane lane(String name, List<LocalInstance> instances) {
        double rate = Math.max(5, 2 * ratePerSecond);
        return new SimulatedLane(name, instances, rate, (int) Math.ceil(1.6 * rate), connect -> {
            connect.rules().knowFlow(RequestMix.FLOW);
            connect.rules().chatDuration(RandomDuration.parse("5s..15s"));
            connect.rules().transfers(0.1);
            connect.latency(RandomDuration.parse("120ms~0.4"));
            connect.events()
                    .delay(RandomDuration.parse("50ms..500ms"))
                    .duplication(0.02)
                    .oddity(0.1);
            connect.faults()
                    .sometimes(0.005, new CallFault.CutBefore())
                    .sometimes(0.005, new CallFault.CutAfter())
                    .sometimes(0.005, new CallFault.Instead(ConnectError.INTERNAL_SERVICE));
        });
    }

    /** A probe finds a freed place of the blind instance within a second; what others use is asked for. */
    public Map<String, String> settings() {
        return Map.of(
                "hold.backoff.max.ms",
                "1000",
                "lanes.default.cloudwatch.active.chats",
                "true",
                "lanes.dublin.cloudwatch.active.chats",
                "true");
    }

    /** How long outcomes may take once nothing more is sent: a full house must empty itself first. */
    public Duration longestTail() {
        return Duration.ofSeconds(60);
    }
}
