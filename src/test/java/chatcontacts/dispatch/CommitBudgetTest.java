package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
        commitAsOftenAsAllowed(200, 7);
        long fromMs = nowMs;
        commitAsOftenAsAllowed(100, 7);
        assertThat(nowMs - fromMs).isCloseTo(100 * 3 * 7, within(1L));
    }

    @Test
    void soTheyAreIfSomeCommitsTakeMuchLonger() {
        long fromMs = nowMs;
        for (int i = 0; i < 100; i++) {
            commitAsOftenAsAllowed(9, 2);
            commitAsOftenAsAllowed(1, 40);
        }
        long commitsMs = 100 * (9 * 2 + 40);
        assertThat(nowMs - fromMs).isCloseTo(3 * commitsMs, within(commitsMs / 20));
    }

    @Test
    void aThreadThatWasQuietMayCommitSomeTimesInARow() {
        commitAsOftenAsAllowed(200, 7);
        nowMs += 60_000;
        long fromMs = nowMs;
        commitAsOftenAsAllowed(4, 7);
        assertThat(nowMs - fromMs).isEqualTo(4 * 7);
        commitAsOftenAsAllowed(2, 7);
        assertThat(budget.nextAtMs()).isGreaterThan(nowMs);
    }

    @Test
    void aSlowCommitDoesNotDelayTheNextOneOfARateThatIsEasilySustained() {
        for (int i = 0; i < 50; i++) {
            nowMs += 20;
            budget.spend(3, nowMs + 3);
        }
        nowMs += 20 + 40;
        budget.spend(40, nowMs);
        assertThat(budget.nextAtMs()).isLessThanOrEqualTo(nowMs);
    }

    @Test
    void afterBrokersThatStoodStillTheNextCommitComesWithinHalfASecond() {
        commitAsOftenAsAllowed(20, 3);
        nowMs += 30_000;
        budget.spend(30_000, nowMs);
        assertThat(budget.nextAtMs()).isLessThanOrEqualTo(nowMs);
        commitAsOftenAsAllowed(100, 30_000);
        assertThat(budget.nextAtMs()).isLessThanOrEqualTo(nowMs + 500);
    }

    private void commitAsOftenAsAllowed(int times, long tookMs) {
        for (int i = 0; i < times; i++) {
            nowMs = Math.max(nowMs, budget.nextAtMs()) + tookMs;
            budget.spend(tookMs, nowMs);
        }
    }
}
