package chatcontacts.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class StreamThreadStallsTest {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Map<MetricName, Metric> metrics = new HashMap<>();

    private record FixedMetric(MetricName metricName, Object metricValue) implements Metric {}

    private void metric(String group, String name, String client, double value) {
        MetricName of = new MetricName(name, group, "", Map.of("client-id", client));
        metrics.put(of, new FixedMetric(of, value));
    }

    private static StackTraceElement[] at(String... types) {
        StackTraceElement[] stack = new StackTraceElement[types.length];
        for (int i = 0; i < types.length; i++) {
            stack[i] = new StackTraceElement(types[i], "method", "File.java", 1);
        }
        return stack;
    }

    @Test
    void aThreadIsAsSilentAsItsMainConsumer() {
        metric("consumer-metrics", "last-poll-seconds-ago", "me-StreamThread-1-consumer", 11);
        metric("consumer-metrics", "last-poll-seconds-ago", "me-StreamThread-1-restore-consumer", 500);
        metric("consumer-metrics", "last-poll-seconds-ago", "me-StreamThread-2-consumer", -1);

        assertThat(StreamThreadStalls.of(metrics).silent())
                .containsExactlyEntriesOf(Map.of("me-StreamThread-1", Duration.ofSeconds(11)));
    }

    @Test
    void bytesAreThoseOfAllClientsAndNotOfTheirConnectionsAgain() {
        metric("consumer-metrics", "incoming-byte-total", "a", 1);
        metric("producer-metrics", "incoming-byte-total", "b", 20);
        metric("admin-client-metrics", "incoming-byte-total", "c", 300);
        metric("consumer-node-metrics", "incoming-byte-total", "a", 4_000);

        assertThat(StreamThreadStalls.of(metrics).bytesRead()).isEqualTo(321);
    }

    @Test
    void aThreadThatHangsInOurCodeIsStalled() {
        StreamThreadStalls threads = new StreamThreadStalls(Map.of("t", Duration.ofSeconds(11)), 0);

        assertThat(threads.stalls(GRACE, Map.of("t", at("java.lang.Object", "chatcontacts.dispatch.engine.Engine"))))
                .containsExactly(new Stall("thread t", "has not polled its consumer", ""));
        assertThat(threads.stalls(Duration.ofSeconds(11), Map.of())).isEmpty();
    }

    @Test
    void aThreadInsideOfKafkasClientsWaitsForBrokers() {
        StreamThreadStalls threads = new StreamThreadStalls(Map.of("t", Duration.ofSeconds(50)), 0);
        StackTraceElement[] commit = at(
                "jdk.internal.misc.Unsafe",
                "java.util.concurrent.CountDownLatch",
                "org.apache.kafka.clients.producer.internals.TransactionalRequestResult",
                "org.apache.kafka.clients.producer.KafkaProducer",
                "org.apache.kafka.streams.processor.internals.StreamsProducer");

        assertThat(threads.stalls(GRACE, Map.of("t", commit))).isEmpty();
    }
}
