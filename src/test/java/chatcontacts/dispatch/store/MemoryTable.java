package chatcontacts.dispatch.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A table in memory that can be set back to its last commit, as a state store is after a crash. */
public final class MemoryTable implements Table {

    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    private final Map<Key, byte[]> before = new LinkedHashMap<>();
    private long writes;

    @SuppressWarnings("ArrayRecordComponent") // compared by content, as keys are
    private record Key(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    @Override
    public byte[] get(byte[] key) {
        return rows.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        remember(key);
        rows.put(key, Objects.requireNonNull(value));
    }

    @Override
    public void delete(byte[] key) {
        remember(key);
        rows.remove(key);
    }

    @Override
    public Rows rows(byte[] from, byte[] to) {
        var entries = new TreeMap<>(rows.subMap(from, to)).entrySet().iterator();
        return new Rows() {
            private Map.Entry<byte[], byte[]> row = Map.entry(from, from);

            @Override
            public boolean next() {
                if (!entries.hasNext()) {
                    return false;
                }
                row = entries.next();
                return true;
            }

            @Override
            public byte[] key() {
                return row.getKey();
            }

            @Override
            public byte[] value() {
                return row.getValue();
            }

            @Override
            public void close() {}
        };
    }

    public void commit() {
        before.clear();
    }

    public void rollback() {
        before.forEach((key, value) -> {
            if (value == null) {
                rows.remove(key.bytes());
            } else {
                rows.put(key.bytes(), value);
            }
        });
        before.clear();
    }

    /** All of them, as text in which each byte is a character. */
    public List<String> texts() {
        return rows.values().stream()
                .map(value -> new String(value, StandardCharsets.ISO_8859_1))
                .toList();
    }

    public int size() {
        return rows.size();
    }

    public long writes() {
        return writes;
    }

    private void remember(byte[] key) {
        writes++;
        Key it = new Key(key);
        if (!before.containsKey(
                it)) { // a row that was not there is null, which the other methods of a map take for no entry
            before.put(it, rows.get(key));
        }
    }
}
