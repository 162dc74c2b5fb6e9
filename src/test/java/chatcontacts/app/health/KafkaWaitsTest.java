package chatcontacts.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KafkaWaitsTest {

    private static final String STREAMS = "org.apache.kafka.streams.processor.internals.";
    private static final String THREAD = "me-dispatch-StreamThread-1";
    private static final String UPDATER = "me-dispatch-StateUpdater-1";

    private final Map<String, StackTraceElement[]> stacks = new HashMap<>();

    private void at(String thread, String... types) {
        stacks.put(
                thread,
                Stream.of(types)
                        .map(type -> new StackTraceElement(type, "method", "File.java", 1))
                        .toArray(StackTraceElement[]::new));
    }

    private boolean waits() {
        return KafkaWaits.waitsForBrokers(THREAD, stacks);
    }

    @Test
    void aThreadThatIsGoneWaitsForNobody() {
        assertThat(waits()).isFalse();
    }

    @Test
    void aThreadThatHangsBelowItsPollInAListenerDoesNot() {
        at(
                THREAD,
                "java.lang.Object",
                "chatcontacts.dispatch.DispatchProcessor",
                STREAMS + "StreamsRebalanceListener",
                "org.apache.kafka.clients.consumer.KafkaConsumer");

        assertThat(waits()).isFalse();
    }

    @Test
    void whoAsksForTheEndsOfChangelogsWaits() {
        at(
                THREAD,
                "java.util.concurrent.CompletableFuture",
                "org.apache.kafka.common.internals.KafkaFutureImpl",
                STREAMS + "ClientUtils",
                STREAMS + "StreamsPartitionAssignor");

        assertThat(waits()).isTrue();
    }

    @Test
    void whoWaitsForAStateUpdaterThatWaitsForBrokersDoesSoToo() {
        at(THREAD, "java.util.concurrent.CompletableFuture", STREAMS + "TaskManager");
        at(UPDATER, "java.util.concurrent.CompletableFuture", STREAMS + "StoreChangelogReader");

        assertThat(waits()).isTrue();
    }

    @Test
    void whoWaitsForAStateUpdaterThatHangsOrIsGoneDoesNot() {
        at(THREAD, "java.util.concurrent.CompletableFuture", STREAMS + "TaskManager");
        assertThat(waits()).isFalse();

        at(UPDATER, "java.util.concurrent.locks.ReentrantLock", STREAMS + "DefaultStateUpdater");
        assertThat(waits()).isFalse();

        at(UPDATER, "org.rocksdb.RocksDB", STREAMS + "StoreChangelogReader");
        assertThat(waits()).isFalse();
    }
}
