package chatcontacts.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.StreamThreads;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StreamsClientSupplierTest {

    @Test
    void aRestartUsesTheTransactionalIdsOfBefore() {
        StreamsClientSupplier clients = new StreamsClientSupplier(
                "chats-intake",
                "here",
                10,
                new MonotonicTime(),
                new StreamThreads(Duration.ofSeconds(15)),
                () -> false);
        assertThat(clients.stable("chats-intake-0f8fad5b-d9cb-469f-a165-70867728950e-1"))
                .isEqualTo("chats-intake-here-1")
                .isEqualTo(clients.stable("chats-intake-7c9e6679-7425-40de-944b-e07fc1f90ae7-1"));
        assertThat(clients.stable("chats-intake-7c9e6679-7425-40de-944b-e07fc1f90ae7-12"))
                .isEqualTo("chats-intake-here-12");
    }

    @Test
    void processesWithStateFoldersOfTheirOwnHaveNamesOfTheirOwn() {
        assertThat(StreamsSettings.identity(Map.of("state.dir", "/one")))
                .isEqualTo(StreamsSettings.identity(Map.of("state.dir", "/one")))
                .isNotEqualTo(StreamsSettings.identity(Map.of("state.dir", "/two")));
    }

    @Test
    void aProcessIsNamedAsTheUserNamesItInItsGroup() {
        assertThat(StreamsSettings.identity(Map.of("state.dir", "/one", "group.instance.id", "pod-0")))
                .isEqualTo("pod-0");
        assertThat(StreamsSettings.identity(
                        Map.of("group.instance.id", "pod-0", "main.consumer.group.instance.id", "pod-1")))
                .isEqualTo("pod-1");
    }
}
