package chatcontacts.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.CancellationDecoder;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.StartChat;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryWaitTest {

    private static final RequestDecoder.RegistryUnavailable DOWN =
            new RequestDecoder.RegistryUnavailable("connection refused");

    private final IntakeFixture rig = new IntakeFixture();

    @AfterEach
    void close() {
        rig.close();
    }

    private static Source at(int partition, long offset) {
        return new Source("chat-requests", partition, offset);
    }

    /** The registry is out for that many attempts, then answers with this request. */
    private AtomicInteger outFor(int attempts, DecodedRequest then) {
        AtomicInteger asked = new AtomicInteger();
        rig.decoder = (topic, value, schemaId) -> asked.getAndIncrement() < attempts
                ? DOWN
                : new RequestDecoder.Decoded(then, new RequestDecoder.InOriginal(0, 5));
        return asked;
    }

    @Test
    void waitsWithGrowingPausesUntilTheRegistryIsBack() {
        outFor(3, IntakeFixture.request());

        rig.send("value");

        assertThat(rig.pause.pauses)
                .containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(rig.accepted().envelope().acceptedAt()).isEqualTo(IntakeFixture.NOW);
        assertThat(rig.status.waitingForRegistrySince()).isEmpty();
        assertThat(rig.counted()).containsExactly("accepted");
    }

    @Test
    void tellsWhenARejectedRequestWasSettledThoughItWaited() {
        outFor(
                3,
                IntakeFixture.request(
                        StartChat.of(IntakeFixture.ARN, IntakeFixture.FLOW, ""), Optional.of("t"), Optional.empty()));

        rig.send("value");

        assertThat(IntakeFixture.text(rig.results.readValue()))
                .contains("|acceptedAt=" + IntakeFixture.NOW + "|settledAt=" + IntakeFixture.NOW.plusMillis(700) + "|");
    }

    @Test
    void timesInDeadLettersAreMillisecondsAsThoseOfDispatchAre() {
        rig.decoder = (topic, value, schemaId) -> {
            rig.pause.pass(Duration.ofNanos(3_456_789));
            return new RequestDecoder.Malformed("no request", Optional.empty());
        };

        rig.send("value");

        assertThat(IntakeFixture.header(rig.deadLetters.readRecord(), "chat.failed.at"))
                .contains(IntakeFixture.NOW.plusMillis(3).toString());
    }

    @Test
    void takesARetriableExceptionOfKafkaForARegistryThatIsOut() {
        AtomicInteger asked = new AtomicInteger();
        rig.decoder = (topic, value, schemaId) -> {
            if (asked.getAndIncrement() == 0) {
                throw new TimeoutException("registry");
            }
            return new RequestDecoder.Decoded(IntakeFixture.request(), new RequestDecoder.InOriginal(0, 5));
        };

        rig.send("value");

        assertThat(rig.accepted()).isNotNull();
    }

    @Test
    void givesUpItsThreadSoonTheFirstTimeAndLosesNothing() {
        outFor(Integer.MAX_VALUE, IntakeFixture.request());

        assertThatThrownBy(() -> rig.send("value"))
                .isInstanceOf(RegistryWaitExhaustedException.class)
                .hasMessageStartingWith(
                        "no response from the schema registry; the record will be read again: " + " chat-requests-0@0");
        assertThat(rig.pause.total()).isEqualTo(RegistryWait.FIRST_PATIENCE);
        assertThat(rig.isSilent()).isTrue();
        assertThat(rig.counted()).isEmpty();
        assertThat(rig.status.waitingForRegistrySince()).isPresent();
    }

    @Test
    void waitsForAllOfItsBudgetOnceAnOutageIsKnown() {
        rig.status.unanswered(at(1, 0), "connection refused");
        outFor(Integer.MAX_VALUE, IntakeFixture.request());

        assertThatThrownBy(() -> rig.send("value")).isInstanceOf(RegistryWaitExhaustedException.class);
        assertThat(rig.pause.total()).isEqualTo(Duration.ofSeconds(30));
        assertThat(rig.pause.pauses).allMatch(pause -> pause.compareTo(Duration.ofSeconds(5)) <= 0);
    }

    @Test
    void countsTheTimeThatTheRegistryTakesToFail() {
        rig.decoder = (topic, value, schemaId) -> {
            rig.pause.pass(Duration.ofSeconds(3));
            return DOWN;
        };

        assertThatThrownBy(() -> rig.send("value")).isInstanceOf(RegistryWaitExhaustedException.class);
        assertThat(rig.pause.total()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void stopsWaitingWhenTheServiceStops() {
        outFor(Integer.MAX_VALUE, IntakeFixture.request());
        rig.pause.stopped = true;

        assertThatThrownBy(() -> rig.send("value")).isInstanceOf(RegistryWaitExhaustedException.class);
    }

    @Test
    void passesOnTheInterruptionOfItsThread() {
        rig.decoder = (topic, value, schemaId) -> {
            throw new InterruptException("stop");
        };

        assertThatThrownBy(() -> rig.send("value")).hasCauseInstanceOf(InterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(rig.isSilent()).isTrue();
    }

    @Test
    void waitsWithCancellationsJustAsWell() {
        AtomicInteger asked = new AtomicInteger();
        rig.cancellationDecoder = (topic, value, schemaId) -> asked.getAndIncrement() < 2
                ? new CancellationDecoder.UndecodedCancellation("down")
                : new CancellationDecoder.DecodedCancellation(IntakeFixture.INSTANCE, "t");

        rig.cancellations.pipeInput(IntakeFixture.utf8("v"));

        assertThat(rig.pause.pauses).hasSize(2);
        assertThat(rig.dispatch.isEmpty()).isFalse();
        assertThat(rig.status.waitingForRegistrySince()).isEmpty();
    }

    @Test
    void commitsAfterEachRecordWhileAnyPartitionWaits() {
        rig.status.unanswered(at(3, 7), "connection refused");

        assertThat(commitsAfter(at(3, 6))).isTrue();
        assertThat(commitsAfter(at(4, 9))).isTrue();
        assertThat(rig.status.isWaiting()).isTrue();
        assertThat(commitsAfter(at(3, 7))).isTrue();
        assertThat(commitsAfter(at(3, 8))).isFalse();
    }

    private boolean commitsAfter(Source source) {
        MockProcessorContext<byte[], Object> context = new MockProcessorContext<>(new Properties());
        context.setRecordMetadata(source.topic(), source.partition(), source.offset());
        context.setCurrentSystemTimeMs(IntakeFixture.NOW.toEpochMilli());
        RequestIntake intake = new RequestIntake(rig.dependencies, rig.settings);
        intake.init(context);
        intake.process(new Record<>(null, IntakeFixture.utf8("v"), 0));
        assertThat(context.forwarded()).hasSize(1);
        return context.committed();
    }

    @Test
    void saysSinceWhenTheFirstOfItsPartitionsWaits() {
        rig.status.unanswered(at(0, 5), "down");
        var since = rig.status.waitingForRegistrySince();
        rig.pause.pass(Duration.ofSeconds(10));
        rig.status.unanswered(at(1, 5), "down");
        rig.status.unanswered(at(0, 5), "down");

        assertThat(rig.status.waitingForRegistrySince()).isPresent().isEqualTo(since);
        rig.status.answered(at(0, 4));
        assertThat(rig.status.waitingForRegistrySince()).isEqualTo(since);
        rig.status.answered(at(0, 5));
        assertThat(rig.status.waitingForRegistrySince())
                .contains(since.orElseThrow().plusSeconds(10));
        rig.status.answered(at(1, 9));
        assertThat(rig.status.waitingForRegistrySince()).isEmpty();
    }

    @Test
    void forgetsAPartitionThatWentElsewhere() {
        rig.status.unanswered(at(0, 5), "down");

        rig.pause.pass(IntakeStatus.FORGET.plusSeconds(1));

        assertThat(rig.status.waitingForRegistrySince()).isEmpty();
    }

    @Test
    void aRealPauseEndsWhenTheServiceStops() {
        InterruptibleSleep.Stoppable pause = new InterruptibleSleep.Stoppable();
        assertThat(pause.sleep(Duration.ofNanos(1))).isTrue();

        pause.stop();

        assertThat(pause.sleep(Duration.ofDays(1))).isFalse();
    }

    @Test
    void aRealPauseEndsWhenItsThreadIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThat(new InterruptibleSleep.Stoppable().sleep(Duration.ofDays(1))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
