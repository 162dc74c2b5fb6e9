package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CommitBudgetTest {

    private final CommitBudget budget = new CommitBudget();
    private long nowMs = 1_000;

    @Test
    void theFirstCommitNeedNotBeEarned() {
        assertThat(budget.nextAtMs()).isLessThanOrEqualTo(nowMs);
    }

    @Test
    void underLoadTwoThirdsOfTheTimeAreLeftForWork() {
        assertThat(waits(200, 7).subList(100, 200)).containsOnly(14L);
    }

    @Test
    void aboutSoManyAreIfSomeCommitsTakeMuchLonger() {
        long fromMs = nowMs;
        for (int i = 0; i < 100; i++) {
            assertThat(waits(9, 2)).allMatch(it -> it <= 40);
            assertThat(waits(1, 40)).allMatch(it -> it <= 40);
        }
        long commitsMs = 100 * (9 * 2 + 40);
        assertThat(nowMs - fromMs).isCloseTo(3 * commitsMs, within(commitsMs / 2));
    }

    @Test
    void aThreadThatWasQuietMayCommitSomeTimesInARow() {
        waits(200, 7);
        nowMs += 60_000;
        // While it makes the four that it has saved up, it earns a fifth.
        assertThat(waits(7, 7)).containsExactly(0L, 0L, 0L, 0L, 0L, 14L, 14L);
    }

    @Test
    void aNewThreadHasNoMore() {
        assertThat(waits(7, 7)).containsExactly(0L, 0L, 0L, 0L, 0L, 14L, 14L);
    }

    @Test
    void aSlowCommitDelaysNoneOfARateThatIsEasilySustained() {
        assertThat(waitsOfOneEach20Ms(3, 3, 3, 3, 100, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 250, 3, 3, 3, 3))
                .containsOnly(0L);
    }

    @Test
    void brokersThatStoodStillDelayTheNextOnesByLittle() {
        waits(20, 3);
        assertThat(waits(1, 30_000)).allMatch(it -> it <= 6);
        assertThat(waitsOfOneEach20Ms(3, 3, 3, 3, 3, 3, 3, 3)).allMatch(it -> it <= 20);
    }

    @Test
    void aSlowTimeIsSoonForgotten() {
        assertThat(waits(50, 100).getLast()).isEqualTo(200);
        assertThat(waits(1, 3)).containsExactly(200L);
        assertThat(waits(20, 3)).allMatch(it -> it <= 3 * 4 * 3);
    }

    @Test
    void commitsThatAllTakeLongAreAtMostHalfASecondApart() {
        assertThat(waits(50, 600)).allMatch(it -> it <= 500);
    }

    @Test
    void aCommitThatTakesNoTimeIsFollowedByAnother() {
        assertThat(waits(100, 0)).allMatch(it -> it <= 3);
    }

    /** Commits as often as it may; returns how long it had to wait for each. */
    private List<Long> waits(int times, long tookMs) {
        return IntStream.range(0, times).mapToObj(any -> commit(tookMs)).toList();
    }

    private List<Long> waitsOfOneEach20Ms(long... tookMs) {
        return IntStream.range(0, tookMs.length)
                .mapToObj(i -> {
                    nowMs += 20;
                    return commit(tookMs[i]);
                })
                .toList();
    }

    private long commit(long tookMs) {
        long waitMs = Math.max(0, budget.nextAtMs() - nowMs);
        nowMs += waitMs + tookMs;
        budget.spend(tookMs, nowMs);
        return waitMs;
    }
}
