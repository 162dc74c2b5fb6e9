package chatcontacts.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.streams.StreamsConfig;

/** The settings that the Kafka version on the class path knows. */
final class KafkaNames {

    /** Prefixes of this service for Kafka's own settings. */
    static final List<String> PREFIXES = List.of(SettingsDef.KAFKA, SettingsDef.INTAKE, SettingsDef.DISPATCH);

    /** Kafka Streams' prefix for the settings of topics that it creates. */
    static final String TOPIC_PREFIX = StreamsConfig.TOPIC_PREFIX;

    private static final List<ConfigDef> ALL = List.of(
            StreamsConfig.configDef(),
            ConsumerConfig.configDef(),
            ProducerConfig.configDef(),
            AdminClientConfig.configDef());

    private static final Map<String, String> WITH_UNDERSCORES = new HashMap<>();

    static {
        for (ConfigDef def : ALL) {
            for (String name : def.names()) {
                if (name.contains("_")) {
                    WITH_UNDERSCORES.put(name.replace('_', '.'), name);
                }
            }
        }
    }

    /**
     * A setting's name without Kafka Streams' prefix for one of its clients.
     *
     * @param prefix with its dot, or empty
     * @param name the client's own name for it
     */
    record Name(String prefix, String name) {}

    private KafkaNames() {}

    static Name split(String key) {
        for (String prefix : List.of(
                StreamsConfig.MAIN_CONSUMER_PREFIX,
                StreamsConfig.RESTORE_CONSUMER_PREFIX,
                StreamsConfig.GLOBAL_CONSUMER_PREFIX,
                StreamsConfig.CONSUMER_PREFIX,
                StreamsConfig.PRODUCER_PREFIX,
                StreamsConfig.ADMIN_CLIENT_PREFIX,
                TOPIC_PREFIX)) {
            if (key.startsWith(prefix)) {
                return new Name(prefix, key.substring(prefix.length()));
            }
        }
        return new Name("", key);
    }

    /** The row of Kafka's own definition, if it knows that name for that client. */
    static Optional<ConfigKey> definition(Name name) {
        List<ConfigDef> candidates = switch (name.prefix()) {
            case "" -> ALL;
            case StreamsConfig.PRODUCER_PREFIX -> List.of(ProducerConfig.configDef());
            case StreamsConfig.ADMIN_CLIENT_PREFIX -> List.of(AdminClientConfig.configDef());
            default -> List.of(ConsumerConfig.configDef());
        };
        return candidates.stream()
                .filter(def -> def.names().contains(name.name()))
                .map(def -> def.configKeys().get(name.name()))
                .findFirst();
    }

    /** Whether any Kafka client knows that setting, or it has the prefix of a client. */
    static boolean isKafkas(String key) {
        Name name = split(key);
        return !name.prefix().isEmpty() || definition(name).isPresent();
    }

    static String withUnderscores(String key) {
        Name split = split(key);
        return split.prefix() + WITH_UNDERSCORES.getOrDefault(split.name(), split.name());
    }
}
