package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CommitThrottleTest {

    private final CommitTimes commits = new CommitTimes();
    private final CommitThrottle throttle = new CommitThrottle(commits);

    @Test
    void theFirstCommitIsRequestedAtOnce() {
        assertThat(throttle.mayRequest(1)).isTrue();
    }

    @Test
    void theNextOnesMustBeEarned() {
        for (int i = 1; i <= 20; i++) {
            throttle.requested(1_000);
            commits.committed(7, 1_000);
        }
        long earnedAtMs = commits.earnedAtMs();
        assertThat(earnedAtMs).isGreaterThan(1_000);
        assertThat(throttle.nextAtMs(1_000)).isEqualTo(earnedAtMs);
        assertThat(throttle.mayRequest(earnedAtMs - 1)).isFalse();
        assertThat(throttle.mayRequest(earnedAtMs)).isTrue();
    }

    @Test
    void whileOneIsAwaitedNoOtherIsRequested() {
        throttle.requested(1_000);
        assertThat(throttle.mayRequest(1_003)).isFalse();
        assertThat(throttle.nextAtMs(1_003)).isEqualTo(1_004);
    }

    @Test
    void aCommitOfNothingIsNotAwaitedForEver() {
        throttle.requested(1_000);
        assertThat(throttle.mayRequest(1_010)).isTrue();
    }

    @Test
    void aThreadThatHasWrittenCommitsAfterItsInterval() {
        assertThat(commits.nextAtMs(10)).isEqualTo(Long.MAX_VALUE);
        commits.committed(3, 1_000);
        assertThat(commits.nextAtMs(10)).isEqualTo(Long.MAX_VALUE);
        commits.written();
        assertThat(commits.nextAtMs(10)).isEqualTo(1_011);
        commits.committed(3, 1_020);
        assertThat(commits.nextAtMs(10)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aThreadWhoseTransactionIsAbortedHasNothingToCommit() {
        commits.written();
        commits.discarded();
        assertThat(commits.nextAtMs(10)).isEqualTo(Long.MAX_VALUE);
    }
}
