package chatcontacts.dispatch.store;

import chatcontacts.dispatch.store.RequestRow.Called;
import chatcontacts.dispatch.store.RequestRow.CancelledAhead;
import chatcontacts.dispatch.store.RequestRow.Moved;
import chatcontacts.dispatch.store.RequestRow.Settled;
import chatcontacts.domain.format.FormatVersions;
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
    private static final int MAX_READS = 3;

    private final LaneStore store;

    /** Looks into a lane of that store. */
    public RequestQuery(ReadOnlyKeyValueStore<Bytes, byte[]> store, String lane, FormatVersions formats) {
        this(new ReadOnlyTable(store), lane, formats);
    }

    RequestQuery(Table table, String lane, FormatVersions formats) {
        this.store = new LaneStore(table, lane, formats);
    }

    /** The request with that token, unless it is unknown or forgotten. */
    public Optional<RequestStatus> find(String instanceId, String clientToken, long nowMs) {
        RequestId id = RequestId.of(instanceId, clientToken);
        Optional<RequestRow> row = store.request(id);
        Optional<PendingRow> payload = store.payload(id);
        Optional<RequestRow> after = store.request(id);
        for (int read = 1; read < MAX_READS && !after.equals(row); read++) {
            row = after;
            payload = store.payload(id);
            after = store.request(id);
        }
        return status(after, payload, nowMs);
    }

    private static Optional<RequestStatus> status(Optional<RequestRow> row, Optional<PendingRow> payload, long nowMs) {
        if (row.isPresent() && !(row.get() instanceof Called)) {
            return settled(row.get(), nowMs).or(() -> payload.map(it -> open(it, Called.NOT_YET, nowMs)));
        }
        Called called = row.map(Called.class::cast).orElse(Called.NOT_YET);
        return payload.map(it -> open(it, called, nowMs));
    }

    private static Optional<RequestStatus> settled(RequestRow row, long nowMs) {
        if (row.isExpired(nowMs)) {
            return Optional.empty();
        }
        return switch (row) {
            case Called ignored -> Optional.empty();
            case CancelledAhead it ->
                Optional.of(new RequestStatus.CancelledAheadStatus(Instant.ofEpochMilli(it.expiresAtMs())));
            case Moved it ->
                Optional.of(new RequestStatus.MovedStatus(
                        it.target().lane(), it.target().instanceId(), Instant.ofEpochMilli(it.movedAtMs())));
            case Settled it -> Optional.of(settled(it));
        };
    }

    private static RequestStatus settled(Settled row) {
        Instant settledAt = Instant.ofEpochMilli(row.settledAtMs());
        return switch (row.outcome()) {
            case Outcome.Started it ->
                new RequestStatus.StartedStatus(
                        it.contact().contactId(),
                        it.contact().startedAt(),
                        it.contact().connectBy(),
                        settledAt,
                        row.attempts());
            case Outcome.Failed it ->
                new RequestStatus.FailedStatus(
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
        return new RequestStatus.OpenStatus(
                called.inFlight(),
                known(called.times().doubtSinceMs()),
                called.cancelled(),
                envelope.priority(),
                payload.arrival(),
                envelope.requestedAt(),
                envelope.acceptedAt(),
                Instant.ofEpochMilli(called.deadlineMs(envelope)),
                called.attempts(),
                nextAttemptAt,
                known(called.times().firstMs()),
                known(called.times().lastMs()),
                called.lastFailure().errorCode(),
                request.original().source(),
                envelope.notBefore(),
                envelope.fairnessKey());
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
            throw new UnsupportedOperationException("a query reads single rows");
        }
    }
}
