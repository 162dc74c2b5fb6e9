package chatcontacts.dispatch.store;

import org.jspecify.annotations.Nullable;

/** An ordered table of bytes: the task's state store, or a simulation's map. Keys sort as unsigned bytes. */
public interface Table {

    byte @Nullable [] get(byte[] key);

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /** The rows from a key (inclusive) to another (exclusive) in order, as they are now; to be closed. */
    Rows rows(byte[] from, byte[] to);

    /** Stands at one row after the other; before the first {@link #next()} at none. */
    interface Rows extends AutoCloseable {
        /** Goes on to the next row, if there is one. */
        boolean next();

        byte[] key();

        byte[] value();

        @Override
        void close();
    }

    /** Shows the rows from a key (inclusive) to another (exclusive) in order, until the visitor has seen enough. */
    default void scan(byte[] from, byte[] to, RowVisitor visitor) {
        try (Rows rows = rows(from, to)) {
            while (rows.next()) {
                if (!visitor.visit(rows.key(), rows.value())) {
                    return;
                }
            }
        }
    }

    /** Is shown rows. */
    interface RowVisitor {
        /** Returns whether to go on. */
        boolean visit(byte[] key, byte[] value);
    }
}
