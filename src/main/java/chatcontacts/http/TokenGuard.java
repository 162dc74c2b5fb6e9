package chatcontacts.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets those requests pass that carry a token. Digests are compared, in constant time: how long a comparison takes says nothing
 * about the token or its length. Thread-safe; never prints the token.
 */
final class TokenGuard {

    private static final String REALM = "realm=\"chat-contact-processor\"";

    private final byte[] digest;
    private final boolean browsers;

    private TokenGuard(String token, boolean browsers) {
        this.digest = digest(token);
        this.browsers = browsers;
    }

    /**
     * Takes {@code Authorization: Bearer TOKEN} and nothing else. No browser adds that by itself, so that no other site can use the
     * token of whoever looks at it.
     */
    static TokenGuard bearer(String token) {
        return new TokenGuard(token, false);
    }

    /**
     * Takes Basic with any user name and the token as password as well: browsers ask for that, and then send it with every request to
     * this server, also with those that another site makes them send. For what only reads.
     */
    static TokenGuard bearerOrBasic(String token) {
        return new TokenGuard(token, true);
    }

    /** @param authorization the header of that name, null if there is none */
    boolean admits(@Nullable String authorization) {
        if (authorization == null) {
            return false;
        }
        int space = authorization.indexOf(' ');
        String scheme = authorization.substring(0, Math.max(space, 0)).toLowerCase(Locale.ROOT);
        String given = authorization.substring(space + 1).strip();
        return switch (scheme) {
            case "bearer" -> isToken(given);
            case "basic" -> browsers && isToken(password(given));
            default -> false;
        };
    }

    /** The reply to a request that may not pass: 401, with what would have let it pass. */
    HttpReply challenge() {
        String scheme = browsers ? "Basic " + REALM + ", charset=\"UTF-8\"" : "Bearer " + REALM;
        return ApiReply.error(401, "this path requires a token").with(Map.of("WWW-Authenticate", scheme));
    }

    private boolean isToken(String given) {
        return MessageDigest.isEqual(digest, digest(given));
    }

    /** What follows the user name; empty, which no token is, if it is not in base 64. */
    private static String password(String encoded) {
        try {
            String decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return decoded.substring(decoded.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
