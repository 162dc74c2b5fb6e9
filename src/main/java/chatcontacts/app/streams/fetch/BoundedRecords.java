package chatcontacts.app.streams.fetch;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import org.apache.kafka.common.network.TransferableChannel;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.utils.internals.AbstractIterator;
import org.apache.kafka.common.utils.internals.BufferSupplier;

/** The batches of one fetched partition, each of which unpacks its records by {@link BoundedRecordIterator}. Used by one thread. */
final class BoundedRecords extends AbstractRecords {

    private final Records records;
    private final UnpackLimits limits;

    BoundedRecords(Records records, UnpackLimits limits) {
        this.records = records;
        this.limits = limits;
    }

    @Override
    public Iterable<? extends RecordBatch> batches() {
        return this::bounded;
    }

    @Override
    public AbstractIterator<? extends RecordBatch> batchIterator() {
        return bounded();
    }

    private AbstractIterator<RecordBatch> bounded() {
        Iterator<? extends RecordBatch> all = records.batches().iterator();
        return new AbstractIterator<>() {
            @Override
            protected RecordBatch makeNext() {
                return all.hasNext() ? bounded(all.next()) : allDone();
            }
        };
    }

    /** Older formats have no headers and no batches worth the name; today's brokers take none. */
    private RecordBatch bounded(RecordBatch batch) {
        return batch instanceof DefaultRecordBatch current && !batch.isControlBatch() ? bounded(current) : batch;
    }

    /** A proxy, so that whatever a release of Kafka adds to batches passes as it is. */
    private RecordBatch bounded(DefaultRecordBatch batch) {
        return (RecordBatch) Proxy.newProxyInstance(
                RecordBatch.class.getClassLoader(), new Class<?>[] {RecordBatch.class}, (proxy, method, args) -> {
                    if (method.getName().equals("streamingIterator")) {
                        return new BoundedRecordIterator(batch, limits, (BufferSupplier) args[0]);
                    }
                    try {
                        return method.invoke(batch, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public Records slice(int position, int size) {
        return new BoundedRecords(records.slice(position, size), limits);
    }

    @Override
    public int writeTo(TransferableChannel channel, int position, int length) throws IOException {
        return records.writeTo(channel, position, length);
    }

    @Override
    public int sizeInBytes() {
        return records.sizeInBytes();
    }
}
