package chatcontacts.app.streams;

import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory outside of the heap that RocksDB may use in this process, shared by the stores of all its tasks: without it each
 * partition of the hop takes up to 98 MB of its own, and a pod that takes over from others outgrows its limit. Made when the first
 * store opens, since it needs RocksDB's library. Safe for use by several threads. Closed when no store is opened any more; stores
 * that are still open then keep what they share.
 */
public final class RocksDbMemory implements AutoCloseable {

    /** Under which the stores' settings hold it, for {@link RocksDbMemoryConfigSetter}. */
    static final String SETTING = "chat.state.memory";

    /** Of the whole. What it does not take, the block cache has; half is what keeps flushes rare. */
    private static final int WRITE_BUFFERS_PART = 2;

    /** As in Kafka's own example: index and filter blocks leave the cache last. */
    private static final double INDEX_AND_FILTER_PART = 0.1;

    private static final int SHARDS_BY_ITSELF = -1;

    /** A strict one would refuse reads when it is full. */
    private static final boolean STRICT = false;

    private record Shared(Cache cache, WriteBufferManager writeBuffers) {}

    private final long bytes;
    private @Nullable Shared shared;

    /** At most about that many bytes; open iterators and pinned blocks may pass it for a moment. */
    public RocksDbMemory(long bytes) {
        this.bytes = bytes;
    }

    /** Lets a store that is about to open share it. */
    synchronized void share(Options store) {
        Shared all = shared == null ? make() : shared;
        shared = all;
        BlockBasedTableConfig table = (BlockBasedTableConfig) store.tableFormatConfig();
        table.setBlockCache(all.cache())
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinTopLevelIndexAndFilter(true);
        store.setTableFormatConfig(table);
        store.setWriteBufferManager(all.writeBuffers());
    }

    private Shared make() {
        RocksDB.loadLibrary();
        Cache cache = new LRUCache(bytes, SHARDS_BY_ITSELF, STRICT, INDEX_AND_FILTER_PART);
        return new Shared(cache, new WriteBufferManager(bytes / WRITE_BUFFERS_PART, cache));
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
