package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.ConsumerWait.TaskWait;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ConsumerWaitTest {

    private static final long NOW_MS = 1_000_000;

    private final ConsumerWait wait = new ConsumerWait();
    private final AtomicInteger interruptions = new AtomicInteger();

    private long begin() {
        return wait.begin(NOW_MS, interruptions::incrementAndGet);
    }

    @Test
    void theEarliestTimeOfATaskEndsTheWait() {
        assertThat(begin()).as("without a task").isEqualTo(Long.MAX_VALUE);
        TaskWait one = wait.newTask();
        one.until(Long.MAX_VALUE);
        assertThat(begin()).isEqualTo(Long.MAX_VALUE);
        TaskWait other = wait.newTask();
        assertThat(begin()).as("of a task that never looked").isNegative();
        other.until(NOW_MS + 2_000);
        assertThat(begin()).isEqualTo(2_000);
        other.close();
        assertThat(begin()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aResponseInterruptsTheWaitOnce() {
        TaskWait task = wait.newTask();
        begin();
        task.signal();
        task.signal();
        wait.newTask().signal();
        assertThat(interruptions).hasValue(1);
        assertThat(wait.end()).isTrue();
    }

    @Test
    void nobodyIsInterruptedWhoDoesNotWait() {
        TaskWait task = wait.newTask();
        begin();
        assertThat(wait.end()).isFalse();
        task.signal();
        assertThat(interruptions).hasValue(0);
    }

    @Test
    void aResponseThatIsThereLetsTheThreadGoRoundOnceAndNotAgainAndAgain() {
        TaskWait task = wait.newTask();
        task.until(Long.MAX_VALUE);
        task.signal();
        assertThat(begin()).isEqualTo(ConsumerWait.NOW);
        wait.end();
        assertThat(begin()).as("it could not look yet").isZero();
        wait.end();
        task.looks();
        assertThat(begin()).isEqualTo(Long.MAX_VALUE);
        wait.end();
        task.signal();
        assertThat(begin()).as("the next response").isEqualTo(ConsumerWait.NOW);
    }

    @Test
    void aResponseForATaskThatIsClosedIsNobodysBusiness() {
        TaskWait closed = wait.newTask();
        wait.newTask().until(Long.MAX_VALUE);
        closed.signal();
        closed.close();
        closed.signal();
        assertThat(begin()).isEqualTo(Long.MAX_VALUE);
    }
}
