package chatcontacts.domain.request;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Identifies a request by a digest of its (instance, client token): 16 bytes however long the token is, which keeps index and
 * keys small. Half a SHA-256: two of a billion requests meet with a probability below 10^-20.
 */
public record RequestId(long high, long low) {

    /** Length in bytes. */
    public static final int LENGTH = 16;

    public static RequestId of(String instanceId, String clientToken) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(instanceId.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            ByteBuffer digest = ByteBuffer.wrap(sha256.digest(clientToken.getBytes(StandardCharsets.UTF_8)));
            return new RequestId(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }
}
