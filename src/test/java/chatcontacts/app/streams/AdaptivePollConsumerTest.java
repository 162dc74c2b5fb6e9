package chatcontacts.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AdaptivePollConsumerTest {

    private static final Duration POLL = Duration.ofMillis(2);

    @Test
    void waitsForRecordsUntilTheNextLook() {
        assertThat(AdaptivePollConsumer.patience(POLL, 30)).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void waitsNotLongerThanKafkaStreamsWould() {
        assertThat(AdaptivePollConsumer.patience(POLL, Long.MAX_VALUE)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void waitsAtLeastAsLongAsItIsTold() {
        assertThat(AdaptivePollConsumer.patience(POLL, -1)).isEqualTo(POLL);
        assertThat(AdaptivePollConsumer.patience(POLL, 1)).isEqualTo(POLL);
        assertThat(AdaptivePollConsumer.patience(Duration.ofMillis(500), Long.MAX_VALUE))
                .isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void waitsNotAtAllWhilePartitionsComeAndGo() {
        assertThat(AdaptivePollConsumer.patience(Duration.ZERO, 30)).isZero();
    }
}
