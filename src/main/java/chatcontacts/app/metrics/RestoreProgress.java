package chatcontacts.app.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Tracks the restoration of state from the changelog. Thread-safe. */
public final class RestoreProgress implements StateRestoreListener {

    private final Set<TopicPartition> restoring = ConcurrentHashMap.newKeySet();
    private final AtomicLong records = new AtomicLong();

    /** Partitions that are being restored. */
    int partitions() {
        return restoring.size();
    }

    /** Records that were restored since the start. */
    long records() {
        return records.get();
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long fromOffset, long toOffset) {
        restoring.add(partition);
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long batch) {
        records.addAndGet(batch);
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long total) {
        restoring.remove(partition);
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long total) {
        restoring.remove(partition);
    }
}
