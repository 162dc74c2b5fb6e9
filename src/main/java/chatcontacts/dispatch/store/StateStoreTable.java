package chatcontacts.dispatch.store;

import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The task's state store as a {@link Table}. */
public final class StateStoreTable implements Table {

    private final KeyValueStore<Bytes, byte[]> store;

    public StateStoreTable(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.get(Bytes.wrap(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(Bytes.wrap(key), value);
    }

    @Override
    public void delete(byte[] key) {
        store.delete(Bytes.wrap(key));
    }

    @Override
    public Rows rows(byte[] from, byte[] to) {
        return new StoreRows(store.range(Bytes.wrap(from), Bytes.wrap(to)), to);
    }

    private static final class StoreRows implements Rows {
        private final KeyValueIterator<Bytes, byte[]> rows;
        private final byte[] to;
        private byte[] key = {};
        private byte[] value = {};

        StoreRows(KeyValueIterator<Bytes, byte[]> rows, byte[] to) {
            this.rows = rows;
            this.to = to;
        }

        @Override
        public boolean next() {
            if (!rows.hasNext()) {
                return false;
            }
            KeyValue<Bytes, byte[]> row = rows.next();
            key = row.key.get();
            value = row.value;
            return Arrays.compareUnsigned(key, to) < 0; // the store's range includes its end
        }

        @Override
        public byte[] key() {
            return key;
        }

        @Override
        public byte[] value() {
            return value;
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
