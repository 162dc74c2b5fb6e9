package chatcontacts.dispatch.store;

import static chatcontacts.dispatch.engine.EngineFixture.full;
import static chatcontacts.dispatch.engine.EngineFixture.rejected;
import static chatcontacts.dispatch.engine.EngineFixture.unanswered;
import static chatcontacts.dispatch.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.EngineFixture;
import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.dispatch.engine.LaneSnapshot.QueueSnapshot;
import chatcontacts.dispatch.store.RequestStatus.CancelledAheadStatus;
import chatcontacts.dispatch.store.RequestStatus.FailedStatus;
import chatcontacts.dispatch.store.RequestStatus.OpenStatus;
import chatcontacts.dispatch.store.RequestStatus.StartedStatus;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.control.MoveTarget;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.Fingerprint;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.Original;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can be told of a request from the rows of the store alone. */
final class RequestQueryTest {

    private final EngineFixture dispatch = new EngineFixture(1, ChatEndVisibility.Mode.OFF);

    private Optional<RequestStatus> find(String token) {
        return new RequestQuery(dispatch.table, EngineFixture.LANE, FormatVersions.CURRENT)
                .find("i1", token, dispatch.nowMs);
    }

    private OpenStatus open(String token) {
        return (OpenStatus) find(token).orElseThrow();
    }

    @Test
    void nothingIsKnownOfARequestThatNeverCame() {
        assertThat(find("t")).isEmpty();
    }

    @Test
    void oneThatWaitsForItsFirstCall() {
        dispatch.request("first");
        dispatch.request(Ask.of("t").priority(3));

        OpenStatus waiting = open("t");

        assertThat(waiting.inFlight()).isFalse();
        assertThat(waiting.doubtSince()).isEmpty();
        assertThat(waiting.firstCallAt()).isEmpty();
        assertThat(waiting.priority()).isEqualTo(3);
        assertThat(waiting.acceptedAt()).isEqualTo(dispatch.now());
        assertThat(waiting.deadline()).isEqualTo(dispatch.now().plus(Duration.ofHours(1)));
        assertThat(waiting.source().offset()).isEqualTo(1);
    }

    @Test
    void whenItMayStartAndWithWhomItSharesItsTurn() {
        Instant start = dispatch.now().plusSeconds(60);
        Envelope envelope = new Envelope(
                "i1",
                "t",
                new Fingerprint(new byte[Fingerprint.LENGTH]),
                5,
                dispatch.now().plusSeconds(120),
                Optional.empty(),
                dispatch.now(),
                0,
                Optional.of(start),
                Optional.of("tenant-1"));
        Original original = new Original(new Source("chat-requests", 0, 0), dispatch.now(), null, null, List.of());
        byte[] message = DispatchCodec.toBytes(
                new DispatchMessage.Request(envelope, original, new RequestDecoder.InOriginal(0, 0)));
        new LaneStore(dispatch.table, EngineFixture.LANE, FormatVersions.CURRENT)
                .putPayload(RequestId.of("i1", "t"), 0, message);

        assertThat(open("t").notBefore()).contains(start);
        assertThat(open("t").fairnessKey()).contains("tenant-1");
    }

    @Test
    void oneInFlight() {
        dispatch.request("t");
        dispatch.cancel("t");

        assertThat(open("t").inFlight()).isTrue();
        assertThat(open("t").cancelled()).isTrue();
        assertThat(open("t").firstCallAt()).contains(dispatch.now());
    }

    @Test
    void oneThatWasMoved() {
        new LaneStore(dispatch.table, EngineFixture.LANE, FormatVersions.CURRENT)
                .putRequest(
                        RequestId.of("i1", "t"),
                        new RequestRow.Moved(
                                new Fingerprint(new byte[Fingerprint.LENGTH]),
                                new MoveTarget("other", "i2"),
                                Optional.of("flow"),
                                dispatch.nowMs,
                                dispatch.nowMs + 1));

        assertThat(new RequestQuery(dispatch.table, EngineFixture.LANE, FormatVersions.CURRENT)
                        .find("i1", "t", dispatch.nowMs))
                .contains(new RequestStatus.MovedStatus("other", "i2", dispatch.now()));
    }

    @Test
    void aCommitBetweenTwoReadsIsSeenAsAWhole() {
        dispatch.request("t");
        Runnable commit = () -> dispatch.answer("t", rejected());
        Table meanwhile = new ChangedBetweenReads(dispatch.table, commit);

        assertThat(new RequestQuery(meanwhile, EngineFixture.LANE, FormatVersions.CURRENT)
                        .find("i1", "t", dispatch.nowMs))
                .get()
                .isInstanceOf(FailedStatus.class);
    }

    /** Changes once, after its first row was read. */
    private static final class ChangedBetweenReads implements Table {
        private final Table table;
        private final Runnable change;
        private boolean changed;

        private ChangedBetweenReads(Table table, Runnable change) {
            this.table = table;
            this.change = change;
        }

        @Override
        public byte[] get(byte[] key) {
            byte[] read = table.get(key);
            if (!changed) {
                changed = true;
                change.run();
            }
            return read;
        }

        @Override
        public void put(byte[] key, byte[] value) {
            table.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            table.delete(key);
        }

        @Override
        public Rows rows(byte[] from, byte[] to) {
            return table.rows(from, to);
        }
    }

    @Test
    void oneThatBacksOffTellsWhenItGoesAgain() {
        dispatch.request("t");
        dispatch.answer("t", unavailable());

        assertThat(open("t").nextAttemptAt()).contains(dispatch.now().plusMillis(100));
        assertThat(open("t").errorCode()).contains("InternalServiceException");
        assertThat(open("t").attempts()).isEqualTo(1);
    }

    @Test
    void oneInDoubtTellsSinceWhen() {
        dispatch.request("t");
        var calledAt = dispatch.now();
        dispatch.pass(Duration.ofSeconds(10));
        dispatch.answer("t", unanswered());

        assertThat(open("t").doubtSince()).contains(calledAt);
    }

    @Test
    void oneThatWasStartedTellsTheContactAndNoSecret() {
        dispatch.request("t");
        dispatch.start("t");

        assertThat(find("t").orElseThrow()).isInstanceOfSatisfying(StartedStatus.class, it -> {
            assertThat(it.contactId()).isEqualTo("chat of t");
            assertThat(it.settledAt()).isEqualTo(dispatch.now());
            assertThat(it.toString()).doesNotContain("secret");
        });
    }

    @Test
    void oneThatFailedTellsWhy() {
        dispatch.request("t");
        dispatch.answer("t", rejected());

        assertThat(find("t").orElseThrow()).isInstanceOfSatisfying(FailedStatus.class, it -> {
            assertThat(it.reason()).isEqualTo(Reason.REJECTED);
            assertThat(it.errorCode()).contains("InvalidRequestException");
            assertThat(it.maybeStarted()).isFalse();
        });
    }

    @Test
    void oneThatWasCancelledBeforeItCame() {
        dispatch.cancel("t");

        assertThat(find("t").orElseThrow()).isInstanceOf(CancelledAheadStatus.class);
    }

    @Test
    void anOutcomeIsForgottenAfterItsRetention() {
        dispatch.request("t");
        dispatch.start("t");
        dispatch.nowMs += Duration.ofDays(1).toMillis();

        assertThat(find("t")).isEmpty();
    }

    @Test
    void theQueueIsTakenInByPriorityWithItsNumbersOfArrival() {
        dispatch.request("out");
        dispatch.request(Ask.of("a").priority(7));
        dispatch.request(Ask.of("b").priority(2));
        dispatch.request(Ask.of("c").priority(7));

        long first = open("a").arrival();

        assertThat(dispatch.view("i1").queues())
                .containsExactly(
                        new QueueSnapshot(2, 1, open("b").arrival(), open("b").arrival()),
                        new QueueSnapshot(7, 2, first, first + 2));
    }

    @Test
    void theOldestWaitingOneIsSeenAlsoWhileItBacksOff() {
        dispatch.request("t");
        var accepted = dispatch.nowMs;
        dispatch.pass(Duration.ofSeconds(3));
        dispatch.answer("t", unavailable());

        assertThat(dispatch.view("i1").backingOff()).isEqualTo(1);
        assertThat(dispatch.view("i1").oldestAcceptedAtMs()).isEqualTo(accepted);
    }

    @Test
    void slotsAreTakenByCallsAndByDoubts() {
        dispatch.request("t");
        assertThat(dispatch.view("i1").used()).isEqualTo(1);

        dispatch.answer("t", unanswered());
        assertThat(dispatch.view("i1").used()).isEqualTo(1);
        dispatch.pass(Duration.ofMillis(100));
        dispatch.answer("t", full());
        assertThat(dispatch.view("i1").inDoubt()).isEqualTo(1);
    }
}
