package chatcontacts.app.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/** The counters and timers of a registry; the first one of its name and labels makes a series. Thread-safe. */
record Meters(MeterRegistry registry) {

    Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    void count(String name, String description, String... tags) {
        counter(name, description, tags).increment();
    }

    Timer timer(String name, String description, Duration[] buckets, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    /** Bounds of a histogram. */
    static Duration[] buckets(long... millis) {
        return LongStream.of(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
