package chatcontacts.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class GracefulShutdownTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final List<Duration> dispatchHad = new ArrayList<>();
    private final List<Integer> leftAtTheEnd = new ArrayList<>();

    private boolean closeDispatch(Duration longest) {
        dispatchHad.add(longest);
        leftAtTheEnd.add(inFlight.get());
        return true;
    }

    @Test
    void anIntakeThatWaitsKeepsDispatchFromNothing() {
        CountDownLatch dispatchClosed = new CountDownLatch(1);
        AtomicReference<Duration> intakeHad = new AtomicReference<>();
        new GracefulShutdown(
                        longest -> {
                            intakeHad.set(longest);
                            return happened(dispatchClosed);
                        },
                        longest -> {
                            dispatchClosed.countDown();
                            return closeDispatch(longest);
                        },
                        inFlight::get,
                        now::get)
                .within(GRACE);

        assertThat(dispatchHad).containsExactly(GRACE.plusSeconds(1));
        assertThat(intakeHad.get()).isEqualTo(Duration.ofSeconds(5));
        assertThat(dispatchClosed.getCount()).isZero();
    }

    private static boolean happened(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void aShortGraceIsIntakesToo() {
        AtomicReference<Duration> intakeHad = new AtomicReference<>();
        new GracefulShutdown(
                        longest -> {
                            intakeHad.set(longest);
                            return false;
                        },
                        this::closeDispatch,
                        inFlight::get,
                        now::get)
                .within(Duration.ofSeconds(2));

        assertThat(intakeHad.get()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void dispatchIsClosedOnlyAfterTheLastAnswer() {
        AtomicInteger asked = new AtomicInteger();
        new GracefulShutdown(
                        longest -> true,
                        this::closeDispatch,
                        () -> {
                            inFlight.set(Math.max(0, 3 - asked.getAndIncrement()));
                            return inFlight.get();
                        },
                        now::get)
                .within(GRACE);

        assertThat(leftAtTheEnd).containsExactly(0);
        assertThat(asked.get()).isGreaterThan(3);
    }

    @Test
    void answersThatDoNotComeAreAwaitedForTheGraceOnly() {
        inFlight.set(2);
        new GracefulShutdown(
                        longest -> true,
                        this::closeDispatch,
                        () -> {
                            now.updateAndGet(it -> it.plusSeconds(10));
                            return inFlight.get();
                        },
                        now::get)
                .within(GRACE);

        assertThat(leftAtTheEnd).containsExactly(2);
        assertThat(dispatchHad).containsExactly(Duration.ofSeconds(1));
    }
}
