package chatcontacts.app.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Progress of the stream threads of one Kafka Streams instance, read from its metrics, which also work when a thread hangs.
 *
 * @param silent how long each stream thread has not polled its consumer; a working thread polls all the time
 * @param bytesRead bytes that all its clients have read from brokers
 */
record StreamThreadStalls(Map<String, Duration> silent, double bytesRead) {

    private static final String CONSUMER = "-consumer";
    private static final Set<String> CLIENTS = Set.of("consumer-metrics", "producer-metrics", "admin-client-metrics");

    static StreamThreadStalls of(Map<MetricName, ? extends Metric> metrics) {
        Map<String, Duration> silent = new HashMap<>();
        double bytes = 0;
        for (Metric metric : metrics.values()) {
            MetricName name = metric.metricName();
            if (!CLIENTS.contains(name.group())) {
                continue;
            }
            if (name.name().equals("incoming-byte-total")) {
                bytes += (double) metric.metricValue();
            } else if (name.name().equals("last-poll-seconds-ago")) {
                String client = name.tags().getOrDefault("client-id", "");
                double seconds = (double) metric.metricValue();
                if (client.endsWith(CONSUMER) && !client.endsWith("-restore" + CONSUMER) && seconds >= 0) {
                    String thread = client.substring(0, client.length() - CONSUMER.length());
                    silent.put(thread, Duration.ofSeconds((long) seconds));
                }
            }
        }
        return new StreamThreadStalls(Map.copyOf(silent), bytes);
    }

    /**
     * The threads that are stalled for no known reason.
     *
     * @param stacks stack traces by thread name
     */
    List<Stall> stalls(Duration grace, Map<String, StackTraceElement[]> stacks) {
        List<Stall> stalls = new ArrayList<>();
        silent.forEach((thread, since) -> {
            if (since.compareTo(grace) > 0 && !KafkaWaits.waitsForBrokers(thread, stacks)) {
                stalls.add(new Stall(subject(thread), "has not polled its consumer", ""));
            }
        });
        return stalls;
    }

    static String subject(String thread) {
        return "thread " + thread;
    }

    /** Whether any thread is silent for longer than that, so that stack traces are worth their cost. */
    boolean anySilent(Duration grace) {
        return silent.values().stream().anyMatch(since -> since.compareTo(grace) > 0);
    }
}
