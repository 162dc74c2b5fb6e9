package chatcontacts.dispatch.store;

import chatcontacts.domain.format.FormatVersions;
import chatcontacts.wire.ByteReader;
import chatcontacts.wire.ByteWriter;
import org.jspecify.annotations.Nullable;

/**
 * A table that knows the newest format in which it was ever written. The row that says so goes before the first row of a newer
 * format, so that an older release refuses the store at once, whatever row it would meet first.
 */
public final class VersionedTable implements Table {

    /** No lane's rows begin like this, since no lane's name is empty. */
    private static final byte[] KEY = {0, 'V'};

    private final Table table;
    private final FormatVersions formats;
    private final String serviceVersion;
    private boolean marked;

    /**
     * Looks whether the table can be read; writes nothing yet.
     *
     * @throws NewerStoreException if it cannot
     */
    public VersionedTable(Table table, FormatVersions formats, String serviceVersion) {
        this.table = table;
        this.formats = formats;
        this.serviceVersion = serviceVersion;
        byte[] row = table.get(KEY);
        if (row != null) {
            ByteReader in = new ByteReader(row); // one octet and a text in every format, now and later
            int version = in.octet();
            if (version > formats.newest()) {
                throw new NewerStoreException(in.text(), version, formats.newest());
            }
            marked = version >= formats.write();
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return table.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        if (!marked) {
            byte[] row = new ByteWriter(16)
                    .octet(formats.write())
                    .text(serviceVersion)
                    .toBytes();
            table.put(KEY, row);
            marked = true;
        }
        table.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        table.delete(key);
    }

    @Override
    public Rows rows(byte[] from, byte[] to) {
        return table.rows(from, to);
    }
}
