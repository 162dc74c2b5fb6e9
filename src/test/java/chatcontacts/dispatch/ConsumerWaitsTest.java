package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ConsumerWaitsTest {

    private final ConsumerWaits waits = new ConsumerWaits();

    @Test
    void eachThreadHasItsOwn() {
        ConsumerWait own = waits.own();
        assertThat(waits.own()).isSameAs(own);
        assertThat(CompletableFuture.supplyAsync(waits::own).join()).isNotSameAs(own);
    }

    @Test
    void threadsThatAreToEndAreInterruptedAndWaitNoLongerThanUsual() {
        AtomicInteger interruptions = new AtomicInteger();
        ConsumerWait waiting = waits.own();
        assertThat(waiting.begin(0, interruptions::incrementAndGet)).isEqualTo(Long.MAX_VALUE);

        waits.stop();
        assertThat(interruptions).hasValue(1);
        assertThat(waiting.end()).isTrue();
        assertThat(waiting.begin(0, interruptions::incrementAndGet)).isZero();
        assertThat(CompletableFuture.supplyAsync(() -> waits.own().begin(0, interruptions::incrementAndGet))
                        .join())
                .as("of a thread that begins late")
                .isZero();
    }
}
