package chatcontacts.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.store.NewerStoreException;
import chatcontacts.testkit.service.CapturedLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

final class StreamThreadExceptionHandlerTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final AtomicInteger died = new AtomicInteger();
    private final AtomicInteger gaveUp = new AtomicInteger();
    private final List<Duration> pauses = new ArrayList<>();
    private final StreamThreadExceptionHandler threads = new StreamThreadExceptionHandler(
            "intake",
            now::get,
            died::incrementAndGet,
            gaveUp::incrementAndGet,
            failure -> failure instanceof TopicAuthorizationException
                    ? Optional.of("a right is missing")
                    : Optional.empty(),
            pauses::add);

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
    void givesUpAtOnceWithOneLineWhenANewerReleaseWroteTheState() {
        var failure = new IllegalStateException("task 0_1", new NewerStoreException("2.0", 3, 2));
        try (CapturedLog log = new CapturedLog()) {
            assertThat(threads.handle(failure)).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);

            assertThat(log.ours())
                    .containsExactly("This release is too old for the state; the process ends, the state is untouched");
            assertThat(log.texts())
                    .hasSize(1)
                    .allSatisfy(text -> assertThat(text)
                            .contains("written by version 2.0 of the service in format 3", "formats up to 2"));
        }
        assertThat(gaveUp).hasValue(1);
    }

    @Test
    void givesUpAtOnceWhenTheJvmItselfIsInTrouble() {
        assertThat(threads.handle(new OutOfMemoryError("heap")))
                .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(gaveUp).hasValue(1);
    }

    @Test
    void triesAgainForEverAfterAPauseWhereBrokersRefuseSomethingAndSaysSoOnceAMinute() {
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 24; i++) {
                assertThat(threads.handle(new TopicAuthorizationException("chat-requests")))
                        .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
                now.updateAndGet(it -> it.plus(Duration.ofSeconds(5)));
            }
            assertThat(log.texts()).hasSize(2).allMatch(it -> it.contains("a right is missing"));
        }
        assertThat(pauses).hasSize(24).containsOnly(Duration.ofSeconds(2));
        assertThat(died).hasValue(24);
        assertThat(gaveUp).hasValue(0);
    }
}
