package chatcontacts.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.app.metrics.DeadLetterGroups.DeadLetterGroup;
import chatcontacts.domain.outcome.DeadLetterCause;
import chatcontacts.domain.outcome.Reason;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the page says of dead letters, within bounds. */
final class DeadLetterGroupsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final DeadLetterGroups groups = new DeadLetterGroups(() -> NOW);

    private static DeadLetterCause cause(String errorCode, String flow) {
        return new DeadLetterCause(Reason.REJECTED, Optional.of(errorCode), Optional.of(flow));
    }

    @Test
    void thoseOfOneCauseAreCountedWithTheFirstAndTheLast() {
        groups.count(cause("a", "f"), NOW.plusSeconds(2));
        groups.count(cause("a", "f"), NOW.plusSeconds(1));
        groups.count(cause("a", "g"), NOW.plusSeconds(9));

        assertThat(groups.counts().since()).isEqualTo(NOW);
        assertThat(groups.counts().groups())
                .containsExactly(
                        new DeadLetterGroup(cause("a", "g"), 1, NOW.plusSeconds(9), NOW.plusSeconds(9)),
                        new DeadLetterGroup(cause("a", "f"), 2, NOW.plusSeconds(1), NOW.plusSeconds(2)));
    }

    @Test
    void ofMoreCausesThanFitTheOldestAreOnlyCounted() {
        groups.count(cause("first", "f"), NOW);
        groups.count(cause("first", "f"), NOW);
        for (int i = 1; i <= DeadLetterGroups.MAX; i++) {
            groups.count(cause("later", "f" + i), NOW.plusSeconds(i));
        }

        assertThat(groups.counts().groups())
                .hasSize(DeadLetterGroups.MAX)
                .noneMatch(it -> it.cause().equals(cause("first", "f")));
        assertThat(groups.counts().others()).isEqualTo(2);
    }
}
