package chatcontacts.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.spi.FilterReply;
import chatcontacts.app.streams.ObservedStreams;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

final class AuthErrorLogFilterTest {

    private final Exception denial = new IllegalStateException("a task failed", new TopicAuthorizationException("no"));

    private final AuthErrorLogFilter filter = new AuthErrorLogFilter();

    private FilterReply decide(Class<?> logger, Exception failure) {
        return filter.decide(
                null, (Logger) LoggerFactory.getLogger(logger), Level.ERROR, "Replacing thread", null, failure);
    }

    @ParameterizedTest
    @ValueSource(classes = {KafkaStreams.class, ObservedStreams.class})
    void whatKafkaStreamsLogsOfADenialIsDroppedWhateverItsClassIsCalled(Class<?> logger) {
        assertThat(decide(logger, denial)).isEqualTo(FilterReply.DENY);
        assertThat(decide(logger, new IllegalStateException("another"))).isEqualTo(FilterReply.NEUTRAL);
    }

    @ParameterizedTest
    @CsvSource({"'', NEUTRAL", "DEBUG, NEUTRAL"})
    void ourOwnLinesAndAllLinesOfLibrariesThatAreWantedStay(String libraries, FilterReply reply) {
        filter.setUnless(libraries);
        assertThat(decide(libraries.isEmpty() ? AuthErrorLogFilter.class : KafkaStreams.class, denial))
                .isEqualTo(reply);
    }
}
