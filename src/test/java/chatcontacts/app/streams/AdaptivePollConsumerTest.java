package chatcontacts.app.streams;

import static chatcontacts.app.streams.AdaptivePollConsumer.pollTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.ConsumerWait;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AdaptivePollConsumerTest {

    private static final Duration POLL = Duration.ofMillis(2);
    private static final long NEVER = Long.MAX_VALUE;

    @Test
    void waitsForRecordsUntilATaskHasSomethingToDo() {
        assertThat(pollTimeout(POLL, 30, NEVER)).hasMillis(30);
    }

    @Test
    void waitsNoLongerThanKafkaStreamsWould() {
        assertThat(pollTimeout(POLL, NEVER, NEVER)).hasMillis(100);
    }

    @Test
    void waitsAtLeastAsLongAsItIsTold() {
        assertThat(pollTimeout(POLL, -1, NEVER)).isEqualTo(POLL);
        assertThat(pollTimeout(POLL, 1, NEVER)).isEqualTo(POLL);
        assertThat(pollTimeout(Duration.ofMillis(500), NEVER, NEVER)).hasMillis(500);
    }

    @Test
    void doesNotWaitPastTheCommitOfWhatIsWritten() {
        assertThat(pollTimeout(Duration.ofMillis(100), 0, 7)).hasMillis(7);
        assertThat(pollTimeout(POLL, 30, 7)).hasMillis(7);
        assertThat(pollTimeout(POLL, 30, -5))
                .as("Kafka Streams is about to commit")
                .hasMillis(1);
    }

    @Test
    void doesNotWaitDuringARebalanceOrIfAResponseIsThere() {
        assertThat(pollTimeout(Duration.ZERO, 30, NEVER)).isZero();
        assertThat(pollTimeout(POLL, ConsumerWait.NOW, NEVER)).isZero();
    }
}
