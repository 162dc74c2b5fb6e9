package chatcontacts.app.streams;

import static chatcontacts.app.streams.AdaptivePollConsumer.pollTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.ConsumerWait;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AdaptivePollConsumerTest {

    private static final Duration POLL = Duration.ofMillis(2);
    private static final long NEVER = Long.MAX_VALUE;
    private static final long LONGEST = 1_000;

    @Test
    void waitsForRecordsUntilATaskHasSomethingToDo() {
        assertThat(pollTimeout(POLL, 30, LONGEST, NEVER)).hasMillis(30);
    }

    @Test
    void waitsNoLongerThanItMay() {
        assertThat(pollTimeout(POLL, NEVER, LONGEST, NEVER)).hasMillis(LONGEST);
        assertThat(pollTimeout(POLL, NEVER, 0, NEVER)).as("while tasks start").isEqualTo(POLL);
    }

    @Test
    void waitsAtLeastAsLongAsItIsTold() {
        assertThat(pollTimeout(POLL, -1, LONGEST, NEVER)).isEqualTo(POLL);
        assertThat(pollTimeout(POLL, 1, LONGEST, NEVER)).isEqualTo(POLL);
        assertThat(pollTimeout(Duration.ofMillis(1_500), NEVER, LONGEST, NEVER)).hasMillis(1_500);
    }

    @Test
    void doesNotWaitPastTheCommitOfWhatIsWritten() {
        assertThat(pollTimeout(Duration.ofMillis(100), 0, LONGEST, 7)).hasMillis(7);
        assertThat(pollTimeout(POLL, 30, LONGEST, 7)).hasMillis(7);
        assertThat(pollTimeout(POLL, 30, LONGEST, -5))
                .as("Kafka Streams is about to commit")
                .hasMillis(1);
    }

    @Test
    void doesNotWaitDuringARebalanceOrIfAResponseIsThere() {
        assertThat(pollTimeout(Duration.ZERO, 30, LONGEST, NEVER)).isZero();
        assertThat(pollTimeout(POLL, ConsumerWait.NOW, LONGEST, NEVER)).isZero();
    }
}
