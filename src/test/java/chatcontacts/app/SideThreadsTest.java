package chatcontacts.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

final class SideThreadsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final AtomicInteger died = new AtomicInteger();
    private final AtomicInteger gaveUp = new AtomicInteger();
    private final SideThreads threads =
            new SideThreads("intake", now::get, died::incrementAndGet, gaveUp::incrementAndGet);

    private StreamThreadExceptionResponse dies() {
        return threads.handle(new IllegalStateException("a bug"));
    }

    @Test
    void replacesAThreadAndCountsIt() {
        assertThat(dies()).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        assertThat(died).hasValue(1);
        assertThat(gaveUp).hasValue(0);
    }

    @Test
    void givesUpWhenMoreThanTenDieWithinFiveMinutes() {
        for (int i = 0; i < 10; i++) {
            assertThat(dies()).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        }
        assertThat(dies()).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(died).hasValue(11);
        assertThat(gaveUp).hasValue(1);
    }

    @Test
    void doesNotGiveUpWhenThreadsDieNowAndThen() {
        for (int i = 0; i < 100; i++) {
            assertThat(dies()).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
            now.updateAndGet(it -> it.plus(Duration.ofSeconds(31)));
        }
        assertThat(gaveUp).hasValue(0);
    }

    @Test
    void givesUpAtOnceWhenTheJvmItselfIsInTrouble() {
        assertThat(threads.handle(new OutOfMemoryError("heap")))
                .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(gaveUp).hasValue(1);
    }
}
