package chatcontacts.config;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/**
 * Settings of Kafka and of Confluent's serializers that the service controls itself, each with the reason for rejecting it.
 */
final class ReservedKafkaSettings {

    private static final String BYTES = "the topologies of the service define what it reads and writes";
    private static final String HANDLERS = "every record must end in one outcome, so the service handles errors itself";
    private static final String EXACTLY_ONCE = "the service runs exactly-once and sets what that requires";
    private static final String NAMES =
            "names and kinds of the state stores and their topics are part of the state's format";
    private static final String COMMITTED = "what a crash leaves uncommitted must be neither visible nor wiped";
    private static final String GIVEN_UP =
            "a record that was given up may still be written, after the end of its transaction";
    private static final String SAME_CLUSTER = "both applications use the same cluster; set kafka.bootstrap.servers";

    private static final Map<String, String> KAFKA = Map.ofEntries(
            entry("application.id", "it is derived from the setting application.id"),
            entry("group.id", "it is derived from the setting application.id"),
            entry("processing.guarantee", EXACTLY_ONCE),
            entry("transactional.id", EXACTLY_ONCE),
            entry("transaction.two.phase.commit.enable", EXACTLY_ONCE),
            entry("enable.idempotence", EXACTLY_ONCE),
            entry("acks", EXACTLY_ONCE),
            entry("delivery.timeout.ms", GIVEN_UP),
            entry("retries", GIVEN_UP),
            entry("isolation.level", EXACTLY_ONCE),
            entry("enable.auto.commit", EXACTLY_ONCE),
            entry("auto.commit.interval.ms", EXACTLY_ONCE),
            entry("auto.offset.reset", "no request may be skipped, so the service starts at the earliest offset"),
            entry("partition.assignment.strategy", "Kafka Streams assigns its tasks itself"),
            entry("key.serializer", BYTES),
            entry("value.serializer", BYTES),
            entry("key.deserializer", BYTES),
            entry("value.deserializer", BYTES),
            entry("default.key.serde", BYTES),
            entry("default.value.serde", BYTES),
            entry("default.list.key.serde.inner", BYTES),
            entry("default.list.key.serde.type", BYTES),
            entry("default.list.value.serde.inner", BYTES),
            entry("default.list.value.serde.type", BYTES),
            entry("windowed.inner.class.serde", BYTES),
            entry("default.timestamp.extractor", "that of the service never throws or skips"),
            entry("default.client.supplier", "the service supplies its clients itself"),
            entry("deserialization.exception.handler", HANDLERS),
            entry("default.deserialization.exception.handler", HANDLERS),
            entry("production.exception.handler", HANDLERS),
            entry("default.production.exception.handler", HANDLERS),
            entry("processing.exception.handler", HANDLERS),
            entry("processing.exception.handler.global.enabled", HANDLERS),
            entry("errors.dead.letter.queue.topic.name", HANDLERS + " (dead letters go to topics.dead.letter)"),
            entry("ensure.explicit.internal.resource.naming", NAMES),
            entry("topology.optimization", NAMES),
            entry("default.dsl.store", NAMES),
            entry("dsl.store.format", NAMES),
            entry("dsl.store.suppliers.class", NAMES),
            entry("processor.wrapper.class", NAMES),
            entry("enable.transactional.statestores", COMMITTED),
            entry("default.interactive.query.isolation.level", COMMITTED),
            entry("statestore.uncommitted.max.bytes", "set state.uncommitted.max.bytes"),
            entry("config.providers", "config providers are defined by the setting config.providers"));

    private static final Map<String, String> COMMON_ONLY = Map.of(
            "bootstrap.servers",
            SAME_CLUSTER,
            "client.id",
            "set kafka.client.id, to which the name of the application is appended");

    private static final Map<String, String> SERDE = Map.of(
            "schema.registry.url", "set schema.registry.url",
            "key.subject.name.strategy", "keys are not Avro",
            "value.subject.name.strategy", "subjects are <topic>-value",
            "specific.avro.reader", BYTES,
            "avro.use.logical.type.converters", BYTES);

    private ReservedKafkaSettings() {}

    /**
     * Why a setting is rejected.
     *
     * @param group the prefix of ours, such as {@code kafka.}
     * @param key without it
     */
    static Optional<String> reason(String group, String key) {
        if (group.equals(SettingsDef.SERDE)) {
            return Optional.ofNullable(SERDE.get(key));
        }
        if (!KafkaNames.PREFIXES.contains(group)) {
            return Optional.empty();
        }
        KafkaNames.Name name = KafkaNames.split(key);
        if (name.prefix().equals(KafkaNames.TOPIC_PREFIX)) {
            return name.name().equals("cleanup.policy") ? Optional.of(NAMES) : Optional.empty();
        }
        if (name.name().startsWith("config.providers.")) {
            return Optional.ofNullable(KAFKA.get("config.providers"));
        }
        boolean specific = !group.equals(SettingsDef.KAFKA) || !name.prefix().isEmpty();
        String reason = KAFKA.get(name.name());
        return reason == null && specific
                ? Optional.ofNullable(COMMON_ONLY.get(name.name()))
                : Optional.ofNullable(reason);
    }
}
