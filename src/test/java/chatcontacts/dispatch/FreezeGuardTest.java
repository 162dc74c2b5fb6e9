package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class FreezeGuardTest {

    private final FreezeGuard freezes = new FreezeGuard(Duration.ofSeconds(10));

    @Test
    void aThreadThatPollsMayCallHoweverLongItHasNothingToDo() {
        for (long nowMs = 0; nowMs <= 60_000; nowMs += 5_000) {
            freezes.polled(nowMs);
        }
        assertThat(freezes.mayCall(65_000)).isTrue();
    }

    @Test
    void aStandstillIsSeenWhicheverSignOfLifeComesNext() {
        freezes.polled(0);
        assertThat(freezes.mayCall(5_001)).isFalse();
        freezes.committed(5_002, 5_010);
        assertThat(freezes.mayCall(5_010)).isTrue();
        freezes.polled(10_011);
        assertThat(freezes.mayCall(10_011)).isFalse();
        assertThat(freezes.mayCall(10_012)).as("until a commit says otherwise").isFalse();
    }

    @Test
    void aCommitThatTheThreadStoodStillInProvesNothing() {
        freezes.polled(0);
        freezes.committed(1, 5_002);
        assertThat(freezes.mayCall(5_003)).isFalse();
        freezes.committed(5_004, 5_005);
        assertThat(freezes.mayCall(5_006)).isTrue();
    }

    @Test
    void eachThreadAnswersForItself() {
        freezes.polled(0);
        CompletableFuture.runAsync(() -> freezes.polled(6_000), task -> new Thread(task).start())
                .join();
        assertThat(freezes.mayCall(6_000)).isFalse();
    }
}
