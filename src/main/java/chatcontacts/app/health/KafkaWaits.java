package chatcontacts.app.health;

import java.util.Map;
import java.util.Set;

/**
 * Knows where a stream thread waits for brokers, by what it is at. Each such wait ends when brokers answer, and most
 * end by themselves ({@code max.block.ms}, {@code default.api.timeout.ms} and the like); no restart would shorten it.
 */
final class KafkaWaits {

    /** Asks the admin client for offsets, as when tasks are shared out. */
    private static final Set<String> ASKS_BROKERS = Set.of(
            "org.apache.kafka.streams.processor.internals.ClientUtils",
            "org.apache.kafka.streams.processor.internals.StoreChangelogReader");

    /** Waits until the thread beside it, which reads changelogs, hands a task back. */
    private static final Set<String> ASKS_STATE_UPDATER = Set.of(
            "org.apache.kafka.streams.processor.internals.TaskManager",
            "org.apache.kafka.streams.processor.internals.DefaultStateUpdater");

    private static final StackTraceElement[] GONE = {};

    private KafkaWaits() {}

    /**
     * Whether that thread waits for brokers: itself, or by way of its state updater. One whose state updater waits for nothing that
     * is known waits for nothing that is known either.
     *
     * @param stacks what each thread is at
     */
    static boolean waitsForBrokers(String thread, Map<String, StackTraceElement[]> stacks) {
        String at = at(stacks.getOrDefault(thread, GONE));
        if (ASKS_STATE_UPDATER.contains(at)) {
            String updater = thread.replace("-StreamThread-", "-StateUpdater-");
            return isInClient(at(stacks.getOrDefault(updater, GONE)));
        }
        return isInClient(at);
    }

    private static boolean isInClient(String type) {
        return type.startsWith("org.apache.kafka.clients.") || ASKS_BROKERS.contains(type);
    }

    /** The class that waits; what stands above it is the JDK's, or Kafka's most general, way to do so. */
    private static String at(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            if (!type.startsWith("java.")
                    && !type.startsWith("jdk.")
                    && !type.startsWith("sun.")
                    && !type.startsWith("org.apache.kafka.common.")) {
                return type;
            }
        }
        return "";
    }
}
