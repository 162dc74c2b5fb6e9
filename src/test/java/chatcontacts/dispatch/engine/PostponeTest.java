package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.PendingRow;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.wire.ByteReader.CorruptBytesException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A bug that settling one answer meets costs that request time, and the others nothing. */
final class PostponeTest {

    private final EngineFixture dispatch = new EngineFixture(10, ChatEndVisibility.Mode.OFF);

    @Test
    void aRequestWhoseAnswerCannotBeSettledIsCalledAgainLaterWithTheSameToken() {
        long broken = dispatch.request("broken");
        long good = dispatch.request("good");
        CompletedCall completed = new CompletedCall(
                EngineFixture.LANE,
                dispatch.call("broken").id(),
                dispatch.call("broken").number(),
                EngineFixture.started("broken"));
        byte[] payload = swapFirstPayloadOf("broken", new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 9});

        assertThatThrownBy(() -> dispatch.engine.settle(completed, dispatch.nowMs))
                .isInstanceOf(CorruptBytesException.class);
        dispatch.engine.postpone(completed, dispatch.nowMs);
        dispatch.step();
        swapFirstPayloadOf("broken", payload);

        dispatch.start("good");
        assertThat(dispatch.isStarted(good)).isTrue();
        assertThat(dispatch.isOpen(broken)).isTrue();
        assertThat(dispatch.view("i1").inDoubt()).isEqualTo(1);
        assertThat(dispatch.view("i1").inFlight()).isZero();

        dispatch.pass(Duration.ofMinutes(1));
        assertThat(dispatch.called()).containsExactly("broken", "good", "broken");
        dispatch.start("broken");
        assertThat(dispatch.isStarted(broken)).isTrue();
    }

    private byte[] swapFirstPayloadOf(String token, byte[] value) {
        LaneStore state = new LaneStore(dispatch.table, EngineFixture.LANE);
        var id = dispatch.call(token).id();
        byte[] before = state.payload(id).map(PendingRow::row).orElseThrow();
        AtomicReference<byte[]> key = new AtomicReference<>();
        byte[] from = (" " + EngineFixture.LANE + "P").getBytes(StandardCharsets.UTF_8);
        from[0] = (byte) EngineFixture.LANE.length();
        byte[] to = from.clone();
        to[to.length - 1]++;
        dispatch.table.scan(from, to, (row, bytes) -> {
            boolean ours = java.nio.ByteBuffer.wrap(row, from.length, 8).getLong() == id.high();
            if (ours) {
                key.set(row);
            }
            return !ours;
        });
        dispatch.table.put(key.get(), value);
        return before;
    }
}
