package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.ProbePolicy;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.testkit.connect.ConnectRules;
import chatcontacts.testkit.connect.RandomDuration;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What one simulated run is like: the service's settings, Connect's rules, the network's manners, and what disturbs it. */
record SimulationProfile(
        List<String> instances,
        int configuredQuota,
        ChatEndVisibility.Mode visibility,
        double ratePerSecond,
        double burst,
        int inFlightMax,
        int maxAttempts,
        ConnectRules rules,
        long latencyMs,
        double refusedConnections,
        double cutsBefore,
        double cutsAfter,
        double timeouts,
        double serverFaults,
        double eventLoss,
        long eventDelayMs,
        double endLoss,
        double wastedPerStart,
        Set<Disturbance> disturbances) {

    /** Calls for any instance whose id begins so are denied. */
    static final String DENIED = "wrong-";

    private static final String SLOW_ONE = "i1";

    /** One of many. */
    static SimulationProfile drawn(RandomGenerator random) {
        List<String> instances = List.of("i1", "i2", "i3").subList(0, random.nextInt(1, 4));
        int configured = random.nextInt(2, 30);
        int real = random.nextInt(3) == 0 ? Math.max(1, configured / 2) : configured;
        double rate = random.nextDouble(1, 20);
        double burst = random.nextDouble(1, 30);
        boolean throttles = random.nextInt(3) == 0;
        ConnectRules rules = new ConnectRules()
                .quota(real)
                .rate(throttles ? rate * 0.7 : 1e9, throttles ? burst : 1e9)
                .chatDuration(new RandomDuration.Uniform(Duration.ofSeconds(1), Duration.ofSeconds(20)))
                .transfers(random.nextDouble(0, 0.3))
                .deny("denied-flow");
        if (random.nextInt(3) == 0) {
            rules.silence("i1");
        }
        double trouble = random.nextInt(3) == 0 ? 0 : random.nextDouble(0, 0.08);
        Set<Disturbance> disturbances = Disturbance.some(random);
        return new SimulationProfile(
                instances,
                configured,
                List.of(ChatEndVisibility.Mode.AUTO, ChatEndVisibility.Mode.ON, ChatEndVisibility.Mode.OFF)
                        .get(random.nextInt(3)),
                rate,
                burst,
                random.nextInt(1, 20),
                random.nextInt(2, 9),
                rules,
                random.nextLong(20, 400),
                trouble,
                trouble,
                trouble,
                trouble / 2,
                trouble,
                random.nextInt(2) == 0 ? 0 : random.nextDouble(0, 0.2),
                random.nextLong(10, 3_000),
                disturbances.contains(Disturbance.ENDS_LOST) ? random.nextDouble() : 0,
                random.nextBoolean() ? EngineFixture.PROBES.wastedPerStart() : 10,
                disturbances);
    }

    /** One instance, and nothing that goes wrong. */
    static SimulationProfile calm() {
        return new SimulationProfile(
                List.of("i1"),
                500,
                ChatEndVisibility.Mode.AUTO,
                5,
                8,
                100,
                8,
                new ConnectRules().rate(5, 8),
                150,
                0,
                0,
                0,
                0,
                0,
                0,
                50,
                0,
                EngineFixture.PROBES.wastedPerStart(),
                Set.of());
    }

    boolean has(Disturbance disturbance) {
        return disturbances.contains(disturbance);
    }

    /** How long calls of that instance take on average. */
    long latencyMs(String instanceId) {
        return has(Disturbance.SLOW_INSTANCE) && instanceId.equals(SLOW_ONE) ? 3_000 + 10 * latencyMs : latencyMs;
    }

    /** Whether it is one of those. */
    static boolean isDenied(String instanceId) {
        return instanceId.startsWith(DENIED);
    }

    Backoff retry() {
        return new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
    }

    Backoff hold() {
        return new Backoff(Duration.ofMillis(250), Duration.ofMinutes(1));
    }

    Duration retention() {
        return Duration.ofDays(1);
    }

    long callTimeoutMs() {
        return 10_000;
    }

    /** The settings with that lane. */
    DispatchSettings settings(String lane) {
        InstanceLimits any = InstanceLimits.configured(configuredQuota, visibility);
        Map<String, InstanceLimits> listed = new HashMap<>();
        instances.forEach(id -> listed.put(id, any));
        LaneLimits limits = new LaneLimits(
                Optional.of("eu-central-1"),
                Limit.configured(new RateLimit(ratePerSecond, burst)),
                inFlightMax,
                listed,
                any,
                true);
        return settings(Map.of(lane, limits), false);
    }

    /** The settings of an owner that knows no lane. */
    DispatchSettings withoutLanes(boolean settlesRemoved) {
        return settings(Map.of(), settlesRemoved);
    }

    private DispatchSettings settings(Map<String, LaneLimits> lanes, boolean settlesRemoved) {
        return new DispatchSettings(
                lanes,
                maxAttempts,
                retry(),
                hold(),
                retention(),
                Duration.ofMinutes(15),
                new ProbePolicy(EngineFixture.PROBES.share(), wastedPerStart),
                Map.of(),
                FormatVersions.CURRENT,
                settlesRemoved);
    }
}
