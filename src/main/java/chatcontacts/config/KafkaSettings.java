package chatcontacts.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Settings passed to Kafka Streams and its clients. They contain nothing that the service controls, so their order relative
 * to the service's own settings does not matter. The text form hides secrets.
 *
 * @param clientId names this process
 * @param common {@code kafka.*} without prefix and client id, {@code bootstrap.servers} included
 * @param intake {@code intake.*}, overrides {@code common}
 * @param dispatch {@code dispatch.*}, overrides {@code common}
 */
public record KafkaSettings(
        String clientId, Map<String, String> common, Map<String, String> intake, Map<String, String> dispatch) {

    public KafkaSettings {
        common = Collections.unmodifiableMap(new LinkedHashMap<>(common));
        intake = Collections.unmodifiableMap(new LinkedHashMap<>(intake));
        dispatch = Collections.unmodifiableMap(new LinkedHashMap<>(dispatch));
    }

    /** Kafka Streams settings of the intake application, without application id. */
    public Map<String, Object> forIntake() {
        return application(intake, "intake");
    }

    /** Kafka Streams settings of the dispatch application, without application id. */
    public Map<String, Object> forDispatch() {
        return application(dispatch, "dispatch");
    }

    /**
     * The settings of a plain Kafka client.
     *
     * @param prefix of the settings that are for this kind of client only, such as {@code admin.}; they win
     * @param known the names that this kind of client knows; those that only other kinds know are left out
     * @param purpose is appended to the client id
     */
    public Map<String, Object> forClient(String prefix, Set<String> known, String purpose) {
        Map<String, Object> settings = new LinkedHashMap<>();
        common.forEach((key, value) -> {
            if (known.contains(key) || !KafkaNames.isKafkas(key)) {
                settings.put(key, value);
            }
        });
        common.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                settings.put(key.substring(prefix.length()), value);
            }
        });
        settings.put("client.id", clientId + "-" + purpose);
        return settings;
    }

    /** Initial brokers. */
    public String bootstrapServers() {
        return common.getOrDefault("bootstrap.servers", "");
    }

    private Map<String, Object> application(Map<String, String> own, String name) {
        Map<String, Object> settings = new LinkedHashMap<>(common);
        settings.putAll(own);
        settings.put("client.id", clientId + "-" + name);
        return settings;
    }

    @Override
    public String toString() {
        return "KafkaSettings[clientId=" + clientId + ", common=" + Secrets.printable(common) + ", intake="
                + Secrets.printable(intake) + ", dispatch=" + Secrets.printable(dispatch) + "]";
    }
}
