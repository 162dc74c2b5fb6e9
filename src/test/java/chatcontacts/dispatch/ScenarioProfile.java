package chatcontacts.dispatch;

import chatcontacts.domain.admission.Sight;
import chatcontacts.local.Spread;
import java.time.Duration;

/** What one {@link AdmissionScenario} is like. */
record ScenarioProfile(
        String name,
        Sight.Mode sight,
        int quota,
        int configuredQuota,
        double ratePerSecond,
        double burst,
        double realRate,
        double realBurst,
        Spread chats,
        Spread calls,
        Spread eventDelay) {

    private static final Spread CALLS = new Spread.Uniform(Duration.ofMillis(100), Duration.ofMillis(200));
    private static final Spread EVENTS = new Spread.Uniform(Duration.ofMillis(20), Duration.ofMillis(200));

    /** About 10 s, evenly spread. */
    static final Spread EVEN = new Spread.Uniform(Duration.ofSeconds(5), Duration.ofSeconds(15));

    /** Hardly spread: those that were started together end in a wave, which spreads slowly. */
    static final Spread NARROW = new Spread.Uniform(Duration.ofSeconds(8), Duration.ofSeconds(12));

    /** All alike, so that waves stay. */
    static final Spread EQUAL = new Spread.Fixed(Duration.ofSeconds(10));

    /** About 10 s with a long tail. */
    static final Spread LONG_TAIL = new Spread.LogNormal(Duration.ofMillis(8825), 0.5);

    /** A quota of 100 that is always asked for, at a rate that never limits. */
    static ScenarioProfile quotaBound(String name, Sight.Mode sight, Spread chats) {
        return new ScenarioProfile(name, sight, 100, 100, 50, 80, 50, 80, chats, CALLS, EVENTS);
    }

    /** The same, but another party uses that part of the configured quota. */
    ScenarioProfile withRealQuota(int real) {
        return new ScenarioProfile(
                name,
                sight,
                real,
                configuredQuota,
                ratePerSecond,
                burst,
                realRate,
                realBurst,
                chats,
                calls,
                eventDelay);
    }

    /** The same with another quota. */
    ScenarioProfile withQuota(int chats) {
        return new ScenarioProfile(
                name, sight, chats, chats, ratePerSecond, burst, realRate, realBurst, this.chats, calls, eventDelay);
    }

    /** A rate that always limits, of that many calls a second at Connect. */
    static ScenarioProfile rateBound(String name, double ratePerSecond, double burst, double realRate) {
        return new ScenarioProfile(
                name, Sight.Mode.OFF, 100_000, 100_000, ratePerSecond, burst, realRate, burst, EVEN, CALLS, EVENTS);
    }
}
