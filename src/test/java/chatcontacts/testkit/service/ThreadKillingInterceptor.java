package chatcontacts.testkit.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/**
 * Kills stream threads of the dispatch application inside their consumer, as a bug there would: passed to a process by
 * {@link #settings}. Which are to die is a word in a file, so that nothing of the service knows of it.
 */
public final class ThreadKillingInterceptor implements ConsumerInterceptor<byte[], byte[]>, MetricsReporter {

    private static final String FILE = "deadly.file";
    private static final String ONE = "one";
    private static final String ALL = "all";

    /** What they die of: Kafka's client catches exceptions of interceptors and reporters. */
    private static final class ThreadKilledError extends Error {
        private static final long serialVersionUID = 1;

        ThreadKilledError() {
            super("as the test wanted it");
        }
    }

    /** What the service has to be told. */
    public static Map<String, String> settings() {
        return Map.of(
                "dispatch.main.consumer.interceptor.classes", ThreadKillingInterceptor.class.getName(),
                "dispatch.main.consumer.metric.reporters", ThreadKillingInterceptor.class.getName());
    }

    /** The flag of its JVM that names the file. */
    public static String flag(Path file) {
        return "-D" + FILE + "=" + file;
    }

    /** The thread that reads the next record dies, once. */
    public static void killOne(Path file) {
        write(file, ONE);
    }

    /** That thread dies, and each one that comes in its place as soon as it meets a broker. */
    public static void killAll(Path file) {
        write(file, ALL);
    }

    private static void write(Path file, String word) {
        try {
            Files.writeString(file, word);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody dies any more. */
    public static void spare(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String word() {
        Path file = Path.of(System.getProperty(FILE, ""));
        try {
            return Files.isRegularFile(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        String word = records.isEmpty() ? "" : word();
        if (word.equals(ONE)) {
            spare(Path.of(System.getProperty(FILE, "")));
        }
        if (!word.isEmpty()) {
            throw new ThreadKilledError();
        }
        return records;
    }

    /** A consumer counts each broker that it connects to, on its own thread. */
    @Override
    public void metricChange(KafkaMetric metric) {
        if (metric.metricName().group().equals("consumer-node-metrics") && word().equals(ALL)) {
            throw new ThreadKilledError();
        }
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void init(List<KafkaMetric> metrics) {}

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
