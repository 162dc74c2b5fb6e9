package chatcontacts.dispatch.store;

import chatcontacts.dispatch.engine.DispatchMessageHandler;
import chatcontacts.dispatch.store.RequestRow.Called;
import chatcontacts.dispatch.store.RequestRow.CancelledAhead;
import chatcontacts.dispatch.store.RequestRow.Settled;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.request.RequestId;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Looks one request up from outside of the stream thread, which goes on writing meanwhile. It sees what is committed. A commit may
 * fall between two of its reads; then it reads again.
 */
public final class RequestQuery {

    /** A request is rarely changed by three commits in a row, within microseconds. */
    private static final int LOOKS = 3;

    private final LaneStore state;

    /** Looks into a lane of that store. */
    public RequestQuery(ReadOnlyKeyValueStore<Bytes, byte[]> store, String lane) {
        this(new ReadOnlyTable(store), lane);
    }

    RequestQuery(Table table, String lane) {
        this.state = new LaneStore(table, lane);
    }

    /** The request with that token, unless it is unknown or forgotten. */
    public Optional<RequestStatus> find(String instanceId, String clientToken, long nowMs) {
        RequestId id = RequestId.of(instanceId, clientToken);
        Optional<RequestRow> row = state.request(id);
        Optional<PendingRow> payload = state.payload(id);
        Optional<RequestRow> after = state.request(id);
        for (int look = 1; look < LOOKS && !after.equals(row); look++) {
            row = after;
            payload = state.payload(id);
            after = state.request(id);
        }
        return standing(after, payload, nowMs);
    }

    private static Optional<RequestStatus> standing(
            Optional<RequestRow> row, Optional<PendingRow> payload, long nowMs) {
        if (row.isPresent() && !(row.get() instanceof Called)) {
            return settled(row.get(), nowMs).or(() -> payload.map(it -> open(it, Called.NOT_YET, nowMs)));
        }
        Called called = row.map(Called.class::cast).orElse(Called.NOT_YET);
        return payload.map(it -> open(it, called, nowMs));
    }

    private static Optional<RequestStatus> settled(RequestRow row, long nowMs) {
        return switch (row) {
            case Called ignored -> Optional.empty();
            case CancelledAhead it ->
                it.expiresAtMs() <= nowMs
                        ? Optional.empty()
                        : Optional.of(new RequestStatus.CancelledAhead(Instant.ofEpochMilli(it.expiresAtMs())));
            case Settled it -> it.expiresAtMs() <= nowMs ? Optional.empty() : Optional.of(settled(it));
        };
    }

    private static RequestStatus settled(Settled row) {
        Instant settledAt = Instant.ofEpochMilli(row.settledAtMs());
        return switch (row.outcome()) {
            case Outcome.Started it ->
                new RequestStatus.Started(
                        it.contact().contactId(),
                        it.contact().startedAt(),
                        it.contact().connectBy(),
                        settledAt,
                        row.attempts());
            case Outcome.Failed it ->
                new RequestStatus.Failed(
                        it.reason(),
                        it.errorCode(),
                        it.message(),
                        row.doubtSinceMs() != RequestRow.NEVER,
                        settledAt,
                        row.attempts(),
                        row.redriveCount());
        };
    }

    private static RequestStatus open(PendingRow payload, Called called, long nowMs) {
        Request request = payload.request();
        Envelope envelope = request.envelope();
        Optional<Instant> nextAttemptAt =
                called.nextAttemptAtMs() > nowMs ? known(called.nextAttemptAtMs()) : Optional.empty();
        return new RequestStatus.Open(
                called.inFlight(),
                known(called.doubtSinceMs()),
                called.cancelled(),
                envelope.priority(),
                payload.arrival(),
                envelope.requestedAt(),
                envelope.acceptedAt(),
                Instant.ofEpochMilli(DispatchMessageHandler.deadline(envelope, called)),
                called.attempts(),
                nextAttemptAt,
                known(called.firstCallAtMs()),
                known(called.lastCallAtMs()),
                called.errorCode(),
                request.original().source());
    }

    private static Optional<Instant> known(long atMs) {
        return atMs == RequestRow.NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(atMs));
    }

    /** The store as another thread may see it. */
    private record ReadOnlyTable(ReadOnlyKeyValueStore<Bytes, byte[]> store) implements Table {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return store.get(Bytes.wrap(key));
        }

        @Override
        public void put(byte[] key, byte[] value) {
            throw new UnsupportedOperationException("only the stream thread writes");
        }

        @Override
        public void delete(byte[] key) {
            throw new UnsupportedOperationException("only the stream thread writes");
        }

        @Override
        public Rows rows(byte[] from, byte[] to) {
            throw new UnsupportedOperationException("a question looks at single rows");
        }
    }
}
