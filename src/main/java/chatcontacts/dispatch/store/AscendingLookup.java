package chatcontacts.dispatch.store;

import chatcontacts.dispatch.store.Table.Rows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows by keys that ascend: walks on where the next one lies near, and seeks where it does not. So a lookup for each of a
 * million keys costs about as much as one scan, however many rows there are, and a few lookups among millions stay cheap.
 */
final class AscendingLookup implements AutoCloseable {

    /** Reading so many rows takes about as long as one seek. */
    private static final int NEAR = 16;

    private final Table table;
    private final byte[] end;
    private Rows rows;
    private boolean there;

    /** Over the rows from a key (inclusive) to another (exclusive). */
    AscendingLookup(Table table, byte[] from, byte[] end) {
        this.table = table;
        this.end = end;
        this.rows = table.rows(from, end);
        this.there = rows.next();
    }

    /**
     * The value of that row, if there is one.
     *
     * @param key not below that of the last call
     */
    byte @Nullable [] find(byte[] key) {
        for (int walked = 0; there && Arrays.compareUnsigned(rows.key(), key) < 0; walked++) {
            if (walked == NEAR) {
                rows.close();
                rows = table.rows(key, end);
            }
            there = rows.next();
        }
        return there && Arrays.equals(rows.key(), key) ? rows.value() : null;
    }

    @Override
    public void close() {
        rows.close();
    }
}
