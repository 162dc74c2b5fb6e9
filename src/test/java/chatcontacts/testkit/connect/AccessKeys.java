package chatcontacts.testkit.connect;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Access keys that exist, as AWS knows them. Thread-safe. */
public final class AccessKeys {

    private final Map<String, Key> keys = new ConcurrentHashMap<>();

    /**
     * A key.
     *
     * @param owner whose it is
     * @param secret what calls are signed with
     * @param sessionToken has to come with each call; empty for a lasting key
     * @param until when it ends
     */
    public record Key(String owner, String secret, String sessionToken, Instant until) {}

    /** One that lasts. */
    public AccessKeys with(String id, String secret) {
        keys.put(id, new Key(id, secret, "", Instant.MAX));
        return this;
    }

    void issue(String id, Key key) {
        keys.put(id, key);
    }

    Optional<Key> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }
}
