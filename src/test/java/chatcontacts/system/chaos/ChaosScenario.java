package chatcontacts.system.chaos;

import chatcontacts.testkit.connect.RandomDuration;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.load.RequestMix;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the chaos run plays: three accounts, each with its lane on another partition of the dispatch topic, so that each
 * process has its share; one small instance that is full from time to time, two large ones, and a blind one. Rates and
 * quotas leave room to catch up after an outage.
 *
 * @param ratePerSecond requests per second, on average
 */
record ChaosScenario(double ratePerSecond) {

    static final RandomDuration USUAL_LATENCY = RandomDuration.parse("80ms~0.4");

    private static final RandomDuration CHATS = RandomDuration.parse("1s..3s");
    private static final RandomDuration LONG_CHATS = RandomDuration.parse("2s..6s");

    List<SimulatedLane> lanes() {
        LocalInstance small = instance("small", "11111111-1111-4111-8111-111111111111", 0.8, true);
        LocalInstance sales = instance("sales", "22222222-2222-4222-8222-222222222222", 2.4, true);
        LocalInstance service = instance("service", "33333333-3333-4333-8333-333333333333", 2.4, true);
        LocalInstance blind = instance("blind", "44444444-4444-4444-8444-444444444444", 2.4, false);
        return List.of(
                lane("default", List.of(small, sales)),
                lane("dublin", List.of(service)),
                lane("frankfurt", List.of(blind)));
    }

    /** The load is shared out by quota: the small one gets a tenth of it, and is half full on average. */
    private LocalInstance instance(String name, String id, double quotaForRate, boolean seesEnds) {
        return new LocalInstance(name, id, Math.max(2, (int) Math.round(quotaForRate * ratePerSecond)), seesEnds);
    }

    private SimulatedLane lane(String name, List<LocalInstance> instances) {
        double rate = Math.max(10, 1.2 * ratePerSecond);
        return new SimulatedLane(name, instances, rate, (int) Math.ceil(1.6 * rate), connect -> {
            connect.rules().knowFlow(RequestMix.FLOW);
            for (LocalInstance instance : instances) {
                connect.rules().chatDuration(instance.id(), instance.name().equals("small") ? LONG_CHATS : CHATS);
            }
            connect.rules().transfers(0.1);
            connect.latency(USUAL_LATENCY);
            connect.events()
                    .delay(RandomDuration.parse("50ms..500ms"))
                    .duplication(0.02)
                    .oddity(0.1);
        });
    }

    /** The lane of that instance (bare id). */
    Optional<String> laneOf(String instanceId) {
        return lanes().stream()
                .filter(lane -> lane.instances().stream().anyMatch(it -> it.id().equals(instanceId)))
                .map(SimulatedLane::name)
                .findFirst();
    }

    List<String> laneNames() {
        return lanes().stream().map(SimulatedLane::name).toList();
    }

    /**
     * Short waits, so that a run of a minute sees many of them. Attempts without an end in sight: what is sound shall start
     * whatever happens, and any other outcome be a fault.
     */
    Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("lanes.default.call.timeout.ms", "4000"),
                Map.entry("lanes.dublin.call.timeout.ms", "4000"),
                Map.entry("lanes.frankfurt.call.timeout.ms", "4000"),
                Map.entry("hold.backoff.max.ms", "1000"),
                Map.entry("retry.max.attempts", "200"),
                Map.entry("retry.backoff.max.ms", "2000"),
                Map.entry(
                        "kafka.consumer.session.timeout.ms", Long.toString(FaultSchedule.SESSION_TIMEOUT.toMillis())));
    }
}
