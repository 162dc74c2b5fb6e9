package chatcontacts.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PatientConsumerTest {

    private static final Duration POLL = Duration.ofMillis(2);

    @Test
    void waitsForRecordsUntilTheNextLook() {
        assertThat(PatientConsumer.patience(POLL, 30)).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void waitsNotLongerThanKafkaStreamsWould() {
        assertThat(PatientConsumer.patience(POLL, Long.MAX_VALUE)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void waitsAtLeastAsLongAsItIsTold() {
        assertThat(PatientConsumer.patience(POLL, -1)).isEqualTo(POLL);
        assertThat(PatientConsumer.patience(POLL, 1)).isEqualTo(POLL);
        assertThat(PatientConsumer.patience(Duration.ofMillis(500), Long.MAX_VALUE))
                .isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void waitsNotAtAllWhilePartitionsComeAndGo() {
        assertThat(PatientConsumer.patience(Duration.ZERO, 30)).isZero();
    }
}
