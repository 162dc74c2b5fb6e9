package chatcontacts.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.app.health.BrokerSilenceLogger.Change;
import chatcontacts.http.HealthSource.Check;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BrokerSilenceLoggerTest {

    private final BrokerSilenceLogger log = new BrokerSilenceLogger();

    private Optional<Change> at(int second, double bytes) {
        return log.change(bytes, Duration.ofSeconds(second).toNanos());
    }

    private static Optional<Change> waiting(int seconds) {
        return Optional.of(new Change(false, Duration.ofSeconds(seconds)));
    }

    @Test
    void logsNothingWhileBrokersRespond() {
        assertThat(IntStream.range(0, 100).mapToObj(second -> at(second, second)))
                .allMatch(Optional::isEmpty);
    }

    @Test
    void logsThatItWaitsThenOnceAMinuteThenThatTheyAreBack() {
        at(100, 7);
        assertThat(at(105, 7)).isEmpty();
        assertThat(at(110, 7)).isEqualTo(waiting(10));
        assertThat(at(115, 7)).isEmpty();
        assertThat(at(169, 7)).isEmpty();
        assertThat(at(170, 7)).isEqualTo(waiting(70));

        assertThat(at(175, 8)).isEqualTo(Optional.of(new Change(true, Duration.ofSeconds(75))));
        assertThat(at(180, 8)).isEmpty();
        assertThat(at(185, 8)).isEqualTo(waiting(10));
    }

    @Test
    void tellsTheAgeOfTheSilenceAndNothingOnceTheyRespond() {
        at(100, 7);
        assertThat(log.silence()).isZero();
        at(105, 7);
        assertThat(log.silence()).isEqualTo(Duration.ofSeconds(5));
        assertThat(HealthChecks.brokers(log.silence()))
                .isEqualTo(new Check("brokers", true, Map.of("silentSeconds", "5")));
        at(110, 8);
        assertThat(log.silence()).isZero();
        assertThat(HealthChecks.brokers(log.silence())).isEqualTo(new Check("brokers", true, Map.of()));
    }

    @Test
    void aClientThatWasClosedIsNoResponse() {
        at(0, 100);
        at(5, 40);
        assertThat(at(10, 40)).isEqualTo(waiting(10));
        assertThat(at(15, 41)).isPresent();
    }
}
