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
    void theNextOneComesNoSoonerThanTwiceTheTimeThatTheLastOneTook() {
        throttle.requested(1_000);
        commits.committed(7, 1_010);
        assertThat(throttle.mayRequest(1_023)).isFalse();
        assertThat(throttle.nextAtMs(1_023)).isEqualTo(1_024);
        assertThat(throttle.mayRequest(1_024)).isTrue();
    }

    @Test
    void aCommitThatTookLongDoesNotDelayTheNextOneForLong() {
        throttle.requested(1_000);
        commits.committed(30_000, 31_000);
        assertThat(throttle.nextAtMs(31_010)).isEqualTo(31_500);
    }

    @Test
    void aQuietTimeIsNotTakenForACommit() {
        throttle.requested(1_000);
        commits.committed(3, 1_004);
        assertThat(throttle.mayRequest(60_000)).isTrue();
        throttle.requested(60_000);
        commits.committed(2, 60_002);
        assertThat(throttle.mayRequest(60_006)).isTrue();
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
