package chatcontacts.app.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Follows how state comes back from the changelog. Told by stream threads, asked by others. */
public final class RestoreProgress implements StateRestoreListener {

    private final Set<TopicPartition> now = ConcurrentHashMap.newKeySet();
    private final AtomicLong records = new AtomicLong();

    /** Partitions that are being restored. */
    int partitions() {
        return now.size();
    }

    /** Records that were read since the start. */
    long records() {
        return records.get();
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long fromOffset, long toOffset) {
        now.add(partition);
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long batch) {
        records.addAndGet(batch);
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long total) {
        now.remove(partition);
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long total) {
        now.remove(partition);
    }
}
