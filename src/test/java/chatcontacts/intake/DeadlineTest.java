package chatcontacts.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long a request waits that brings no {@code startBy}. */
final class DeadlineTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private static Instant deadline(Instant writtenAt) {
        return Deadline.of(Optional.empty(), Optional.empty(), writtenAt, NOW, HOUR, Optional.empty());
    }

    @Test
    void theLongestWaitCountsFromTheRecordsOwnTimestamp() {
        Instant twoDaysAgo = NOW.minus(Duration.ofDays(2));
        assertThat(deadline(twoDaysAgo)).isEqualTo(twoDaysAgo.plus(HOUR));
    }

    @Test
    void aTimestampThatCannotBeCountsAsNone() {
        assertThat(deadline(Instant.EPOCH)).isEqualTo(NOW.plus(HOUR));
        assertThat(deadline(Instant.parse("2016-12-31T23:59:59Z"))).isEqualTo(NOW.plus(HOUR));
        assertThat(deadline(NOW.plus(HOUR))).isEqualTo(NOW.plus(HOUR));
    }
}
