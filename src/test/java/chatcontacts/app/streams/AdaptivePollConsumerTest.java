package chatcontacts.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AdaptivePollConsumerTest {

    private static final Duration POLL = Duration.ofMillis(2);

    @Test
    void waitsForRecordsUntilTheNextWakeUp() {
        assertThat(AdaptivePollConsumer.pollTimeout(POLL, 30)).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void waitsNoLongerThanKafkaStreamsWould() {
        assertThat(AdaptivePollConsumer.pollTimeout(POLL, Long.MAX_VALUE)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void waitsAtLeastAsLongAsItIsTold() {
        assertThat(AdaptivePollConsumer.pollTimeout(POLL, -1)).isEqualTo(POLL);
        assertThat(AdaptivePollConsumer.pollTimeout(POLL, 1)).isEqualTo(POLL);
        assertThat(AdaptivePollConsumer.pollTimeout(Duration.ofMillis(500), Long.MAX_VALUE))
                .isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void doesNotWaitDuringARebalance() {
        assertThat(AdaptivePollConsumer.pollTimeout(Duration.ZERO, 30)).isZero();
    }
}
