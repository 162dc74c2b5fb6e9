package chatcontacts.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecoveryTimesTest {

    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    private final RecoveryTimes recoveries = new RecoveryTimes(List.of("one", "two"));

    @Test
    void anEventIsOverWhenEveryLaneHasStartedAChatAgain() {
        recoveries.event("kills", T);
        recoveries.started("one", T.plusSeconds(1), T.plusSeconds(2));
        assertThat(recoveries.byKind()).isEmpty();

        recoveries.started("two", T.plusSeconds(3), T.plusSeconds(4));
        recoveries.started("two", T.plusSeconds(5), T.plusSeconds(6));

        assertThat(recoveries.byKind()).containsOnlyKeys("kills");
        assertThat(recoveries.byKind().get("kills")).containsExactly(Duration.ofSeconds(4));
    }

    @Test
    void whatWasStartedBeforeAnEventAndReadLaterIsNoRecovery() {
        recoveries.event("kills", T);
        recoveries.started("one", T.minusSeconds(1), T.plusSeconds(1));
        recoveries.started("two", T.minusSeconds(1), T.plusSeconds(1));

        assertThat(recoveries.byKind()).isEmpty();
    }
}
