package chatcontacts.app.streams;

import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The off-heap memory that RocksDB may use in this process, shared by the stores of all tasks. Without it, each partition of the
 * dispatch topic takes up to 98 MB of its own, and a pod that takes over from others exceeds its limit. It is allocated when the
 * first store opens, since it needs RocksDB's native library. Thread-safe. Close it when no more stores are opened; stores that are
 * still open keep the shared memory.
 */
public final class RocksDbMemory implements AutoCloseable {

    /** The key in the stores' settings, for {@link RocksDbMemoryConfigSetter}. */
    static final String SETTING = "chat.state.memory";

    /** Write buffers take one half, which keeps flushes rare; the block cache has the rest. */
    private static final int WRITE_BUFFERS_DIVISOR = 2;

    /** As in Kafka's own example: index and filter blocks are evicted last. */
    private static final double INDEX_AND_FILTER_RATIO = 0.1;

    private static final int DEFAULT_SHARDS = -1;

    /** A strict cache rejects reads when it is full. */
    private static final boolean STRICT = false;

    private record SharedBuffers(Cache cache, WriteBufferManager writeBuffers) {}

    private final long bytes;
    private @Nullable SharedBuffers shared;

    /** At most about that many bytes; open iterators and pinned blocks may exceed it for a moment. */
    public RocksDbMemory(long bytes) {
        this.bytes = bytes;
    }

    /** Configures a store that is about to open to use the shared memory. */
    synchronized void share(Options store) {
        SharedBuffers all = shared == null ? allocate() : shared;
        shared = all;
        BlockBasedTableConfig table = (BlockBasedTableConfig) store.tableFormatConfig();
        table.setBlockCache(all.cache())
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinTopLevelIndexAndFilter(true);
        store.setTableFormatConfig(table);
        store.setWriteBufferManager(all.writeBuffers());
    }

    private SharedBuffers allocate() {
        RocksDB.loadLibrary();
        Cache cache = new LRUCache(bytes, DEFAULT_SHARDS, STRICT, INDEX_AND_FILTER_RATIO);
        return new SharedBuffers(cache, new WriteBufferManager(bytes / WRITE_BUFFERS_DIVISOR, cache));
    }

    @Override
    public synchronized void close() {
        if (shared != null) {
            shared.writeBuffers().close();
            shared.cache().close();
            shared = null;
        }
    }
}
