package chatcontacts.dispatch;

import org.jspecify.annotations.Nullable;

/** An ordered table of bytes: the task's state store, or a simulation's map. Keys sort as unsigned bytes. */
interface Table {

    byte @Nullable [] get(byte[] key);

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /** Shows the rows from a key (inclusive) to another (exclusive) in order, until the visitor has seen enough. */
    void scan(byte[] from, byte[] to, Visitor visitor);

    /** Is shown rows. */
    interface Visitor {
        /** Returns whether to go on. */
        boolean visit(byte[] key, byte[] value);
    }
}
