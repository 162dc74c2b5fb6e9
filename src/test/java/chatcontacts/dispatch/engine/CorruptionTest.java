package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.format.NewerFormatException;
import chatcontacts.domain.outcome.Outcome.Failed;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.FormerRounds;
import chatcontacts.wire.Original;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What cannot be read delays nobody. */
final class CorruptionTest {

    private final EngineFixture dispatch = new EngineFixture(10, ChatEndVisibility.Mode.OFF);

    private DispatchMessage.Request request() {
        Envelope envelope = new Envelope(
                "i1",
                "t",
                Simulation.fingerprint(1),
                5,
                dispatch.now().plusSeconds(60),
                Optional.of(dispatch.now()),
                dispatch.now(),
                0,
                Optional.empty(),
                Optional.empty());
        Original original = new Original(
                new Source("chat-requests", 0, 0),
                dispatch.now(),
                new byte[3],
                new byte[5],
                List.of(new Original.Header("h", new byte[2])));
        return new DispatchMessage.Request(envelope, original, new InOriginal(0, 0));
    }

    @Test
    void aDispatchMessageThatCannotBeReadIsADeadLetterOfItsOwn() {
        dispatch.acceptBytes(EngineFixture.LANE, new byte[] {1, 9, 9});
        assertThat(dispatch.deadLetters).hasSize(1);
        assertThat(dispatch.deadLetters.get(0).reason()).isEqualTo(Reason.MALFORMED);
        assertThat(dispatch.deadLetters.get(0).original().value()).containsExactly(1, 9, 9);
        dispatch.acceptBytes(EngineFixture.LANE, null);
        assertThat(dispatch.deadLetters).hasSize(2);
        dispatch.request("good");
        assertThat(dispatch.called()).containsExactly("good");
    }

    @Test
    void noBytesOnTheDispatchTopicStopTheEngine() {
        byte[] good = DispatchCodec.toBytes(request());
        for (long seed = 0; seed < 3_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bad = good.clone();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = Arrays.copyOf(bad, random.nextInt(bad.length + 1));
            dispatch.acceptBytes(EngineFixture.LANE, random.nextBoolean() ? bad : cut);
        }
        dispatch.request("good");
        assertThat(dispatch.view("i1").waiting()).isNotNegative();
    }

    @Test
    void aRequestThatCannotBeReadAnyMoreIsMalformedAndCostsNoToken() {
        long record = dispatch.request(Ask.of("t").flow("unreadable"));
        assertThat(dispatch.failure(record)).isEqualTo(Reason.MALFORMED);
        assertThat(dispatch.calls).isEmpty();
    }

    @Test
    void aRequestOfNoLaneFailsAndWhatIsNoRequestIsSkipped() {
        dispatch.acceptBytes("", DispatchCodec.toBytes(request()));
        assertThat(((Failed) dispatch.result(0).outcome()).reason()).isEqualTo(Reason.UNKNOWN_INSTANCE);
        assertThat(dispatch.deadLetters).hasSize(1);
        dispatch.acceptBytes("", DispatchCodec.toBytes(new DispatchMessage.Cancellation("i1", "t")));
        assertThat(dispatch.results).hasSize(1);
    }

    @Test
    void itsDeadLetterCarriesOnWhatFormerRoundsKnow() {
        DispatchMessage.Request request = request();
        Instant firstSeen = dispatch.now().minusSeconds(90);
        Instant firstCall = dispatch.now().minusSeconds(60);
        Envelope redriven = request.envelope().after(new FormerRounds(firstSeen, Optional.of(firstCall), true));

        dispatch.acceptBytes(
                "", DispatchCodec.toBytes(new DispatchMessage.Request(redriven, request.original(), request.body())));

        assertThat(dispatch.deadLetters).singleElement().satisfies(letter -> {
            assertThat(letter.firstSeen()).isEqualTo(firstSeen);
            assertThat(letter.calls().firstCallAt()).contains(firstCall);
            assertThat(letter.calls().maybeStarted()).isTrue();
        });
    }

    @Test
    void aRowOfAnUnknownVersionStopsTheStartAndIsNamed() {
        dispatch.request("t");
        dispatch.pass(Duration.ofSeconds(1));
        dispatch.table.scan(new byte[] {0}, new byte[] {(byte) 0xFF}, (key, value) -> {
            if (key[8] == 'R') {
                value[0] = 77;
                dispatch.table.put(key, value);
            }
            return true;
        });
        assertThatThrownBy(dispatch::restart)
                .isInstanceOf(NewerFormatException.class)
                .hasMessage("request row version 77 is newer than this release");
    }
}
