package chatcontacts.app;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetersTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Meters meters = new Meters(Set.of(), Clock.systemUTC());

    /** It is called between the result and its row: what it throws would bring the result a second time. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE / 1_000_000 - 1, -1, 0, Long.MAX_VALUE})
    void takesWhateverTimeAProducerNames(long requestedAtMs) {
        Contact contact = new Contact("c", "p", "token", Optional.empty(), NOW, NOW);
        meters.settled(
                "default",
                new Result(
                        "i",
                        "t",
                        new Outcome.Started(contact),
                        1,
                        Optional.of(Instant.ofEpochMilli(requestedAtMs)),
                        NOW,
                        NOW,
                        false,
                        new Source("chat-requests", 0, 0)));

        assertThat(meters.scrape()).contains("chat_start_seconds_count{lane=\"default\"} 1");
    }

    @Test
    void showsThreadsThatDiedFromTheBeginning() {
        assertThat(meters.scrape()).contains("chat_stream_threads_died_total{side=\"intake\"} 0.0");
        meters.threadDied("dispatch");
        assertThat(meters.scrape()).contains("chat_stream_threads_died_total{side=\"dispatch\"} 1.0");
    }
}
