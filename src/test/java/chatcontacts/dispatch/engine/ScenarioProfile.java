package chatcontacts.dispatch.engine;

import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.testkit.connect.RandomDuration;
import java.time.Duration;

/** What one {@link AdmissionScenario} is like. */
record ScenarioProfile(
        String name,
        ChatEndVisibility.Mode visibility,
        int quota,
        int configuredQuota,
        double ratePerSecond,
        double burst,
        double realRate,
        double realBurst,
        RandomDuration chats,
        RandomDuration calls,
        RandomDuration eventDelay) {

    private static final RandomDuration CALLS =
            new RandomDuration.Uniform(Duration.ofMillis(100), Duration.ofMillis(200));
    private static final RandomDuration EVENTS =
            new RandomDuration.Uniform(Duration.ofMillis(20), Duration.ofMillis(200));

    /** About 10 s, evenly spread. */
    static final RandomDuration EVEN = new RandomDuration.Uniform(Duration.ofSeconds(5), Duration.ofSeconds(15));

    /** Hardly spread: those that were started together end in a wave, which spreads slowly. */
    static final RandomDuration NARROW = new RandomDuration.Uniform(Duration.ofSeconds(8), Duration.ofSeconds(12));

    /** All alike, so that waves stay. */
    static final RandomDuration EQUAL = new RandomDuration.Fixed(Duration.ofSeconds(10));

    /** Short ones, of which many end while a call is on its way. */
    static final RandomDuration SHORT = new RandomDuration.Uniform(Duration.ofSeconds(2), Duration.ofSeconds(5));

    /** About 10 s with a long tail. */
    static final RandomDuration LONG_TAIL = new RandomDuration.LogNormal(Duration.ofMillis(8825), 0.5);

    /** A quota of 100 that is always asked for, at a rate that never limits. */
    static ScenarioProfile quotaBound(String name, ChatEndVisibility.Mode visibility, RandomDuration chats) {
        return new ScenarioProfile(name, visibility, 100, 100, 50, 80, 50, 80, chats, CALLS, EVENTS);
    }

    /** The same, but another party uses that part of the configured quota. */
    ScenarioProfile withRealQuota(int real) {
        return new ScenarioProfile(
                name,
                visibility,
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
                name,
                visibility,
                chats,
                chats,
                ratePerSecond,
                burst,
                realRate,
                realBurst,
                this.chats,
                calls,
                eventDelay);
    }

    /** The same with events that take as long. */
    ScenarioProfile withEventDelay(RandomDuration delay) {
        return new ScenarioProfile(
                name,
                visibility,
                quota,
                configuredQuota,
                ratePerSecond,
                burst,
                realRate,
                realBurst,
                chats,
                calls,
                delay);
    }

    /** A rate that always limits, of that many calls a second at Connect. */
    static ScenarioProfile rateBound(String name, double ratePerSecond, double burst, double realRate) {
        return new ScenarioProfile(
                name,
                ChatEndVisibility.Mode.OFF,
                100_000,
                100_000,
                ratePerSecond,
                burst,
                realRate,
                burst,
                EVEN,
                CALLS,
                EVENTS);
    }
}
