package chatcontacts.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Our defaults beneath the user's settings of Confluent's classes. Theirs wait a minute for each of four tries and do not
 * remember that an id is unknown: one bad record after the other would hold up the intake. Who called decides on retries.
 */
final class RegistryDefaults {

    private static final Map<String, Object> DEFAULTS = Map.of(
            "http.connect.timeout.ms", 2000,
            "http.read.timeout.ms", 3000,
            "max.retries", 0,
            // Otherwise results would have another schema than the shipped one, by a Java-only property.
            "avro.remove.java.properties", true);

    private static final String UNKNOWN_FOR = "missing.id.cache.ttl.sec";
    private static final long UNKNOWN_FOR_SECONDS = 30;

    private static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";

    /** Settings that the client casts instead of parsing: text from a properties file would end in a ClassCastException. */
    private static final Set<String> LONGS =
            Set.of(UNKNOWN_FOR, "missing.version.cache.ttl.sec", "missing.schema.cache.ttl.sec");

    private static final String CAST_TO_INT = "missing.cache.size";
    private static final String CAST_TO_SHORT = "bearer.auth.cache.expiry.buffer.seconds";

    private RegistryDefaults() {}

    /**
     * The user's settings over our defaults.
     *
     * @throws RegistrySettingException if a number is none; names the setting
     */
    static Map<String, Object> under(Map<String, ?> settings) {
        Map<String, Object> complete = new HashMap<>(DEFAULTS);
        complete.putAll(settings);
        if (complete.containsKey("basic.auth.user.info")) {
            complete.putIfAbsent(CREDENTIALS_SOURCE, "USER_INFO");
        }
        complete.replaceAll(RegistryDefaults::typed);
        return complete;
    }

    /** How long an unknown id stays unknown: 30 s, or what the user set as {@code missing.id.cache.ttl.sec}. */
    static Duration unknownFor(Map<String, ?> settings) {
        return settings.get(UNKNOWN_FOR) instanceof Long seconds
                ? Duration.ofSeconds(seconds)
                : Duration.ofSeconds(UNKNOWN_FOR_SECONDS);
    }

    /** Those for the client: it must not remember unknown ids by itself, see {@link UnreadableSchemaIds}. */
    static Map<String, Object> ofClient(Map<String, ?> settings) {
        Map<String, Object> client = new HashMap<>(settings);
        client.remove(UNKNOWN_FOR);
        return client;
    }

    private static Object typed(String name, Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        try {
            if (LONGS.contains(name)) {
                return Long.valueOf(text.trim());
            }
            return switch (name) {
                case CAST_TO_INT -> Integer.valueOf(text.trim());
                case CAST_TO_SHORT -> Short.valueOf(text.trim());
                default -> text;
            };
        } catch (NumberFormatException e) {
            throw new RegistrySettingException("serde." + name + " must be a number", e);
        }
    }
}
