package chatcontacts.wire;

import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.RequestRules;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The client tokens that requests are known by: the producer's, or one that is derived from the record. */
public final class ClientTokens {

    /** Of Connect's model, in Unicode code points as in the other rules. */
    private static final int MAX_LENGTH = RequestRules.MAX_CLIENT_TOKEN_LENGTH;

    private ClientTokens() {}

    /** Whether Connect takes a token of that length; a longer one is nobody's. */
    public static boolean isOfUse(String token) {
        return token.codePointCount(0, token.length()) <= MAX_LENGTH;
    }

    /**
     * The token of a record that brings none: a name-based UUID (version 8 of RFC 9562, half a SHA-256) of where the record
     * lies, its timestamp and its content. Every replay of the record gives the same token, while a recreated topic, whose
     * offsets begin anew, does not meet the tokens of the former one. Part of the contract: a changed derivation would start
     * chats twice.
     */
    public static String derive(Original original) {
        Source source = original.source();
        byte[] name = new ByteWriter(1024)
                .text(source.topic())
                .number(source.partition())
                .number(source.offset())
                .instant(original.timestamp())
                .nullableBytes(original.key())
                .nullableBytes(original.value())
                .toBytes();
        ByteBuffer digest = ByteBuffer.wrap(sha256(name));
        long high = (digest.getLong() & ~0xF000L) | 0x8000L;
        long low = (digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }
}
