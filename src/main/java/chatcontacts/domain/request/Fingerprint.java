package chatcontacts.domain.request;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A digest of what is sent to Connect. Deduplication compares it: it distinguishes a duplicate from a client token that is
 * reused for different content.
 */
public final class Fingerprint {

    /** Length in bytes. */
    public static final int LENGTH = 16;

    private final byte[] digest;

    /** Takes the {@value #LENGTH} bytes of a digest. */
    public Fingerprint(byte[] digest) {
        if (digest.length != LENGTH) {
            throw new IllegalArgumentException("a fingerprint has " + LENGTH + " bytes, not " + digest.length);
        }
        this.digest = digest.clone();
    }

    public byte[] toBytes() {
        return digest.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(digest);
    }
}
