package chatcontacts.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.config.Settings;
import chatcontacts.config.SettingsLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {

    private static StreamsConfig intake(String key, String value) {
        Map<String, String> given = new HashMap<>(
                Map.of("kafka.bootstrap.servers", "localhost:9092", "schema.registry.url", "http://localhost:8081"));
        given.put(key, value);
        return new StreamsConfig(StreamsSettings.intake(
                SettingsLoader.load(Optional.empty(), Map.of(), given).settings()));
    }

    private static Object mainConsumer(StreamsConfig config, String key) {
        return config.getMainConsumerConfigs("group", "client", 0).get(key);
    }

    private static Object producer(StreamsConfig config, String key) {
        return config.getProducerConfigs("client").get(key);
    }

    @Test
    void aDefaultYieldsToTheUsersSettingWhateverItsPrefix() {
        for (String prefix : new String[] {"kafka.", "kafka.consumer.", "kafka.main.consumer.", "intake."}) {
            assertThat(mainConsumer(intake(prefix + "session.timeout.ms", "3000"), "session.timeout.ms"))
                    .as(prefix)
                    .hasToString("3000");
        }
        assertThat(producer(intake("kafka.linger.ms", "0"), "linger.ms")).hasToString("0");
        assertThat(producer(intake("kafka.producer.linger.ms", "1"), "linger.ms"))
                .hasToString("1");
    }

    @Test
    void noRecordIsGivenUpWhileABrokerMayStillHaveIt() {
        StreamsConfig config = intake("kafka.producer.request.timeout.ms", "1000");
        assertThat(producer(config, "delivery.timeout.ms"))
                .as("a day")
                .hasToString("86400000")
                .hasToString(String.valueOf(config.getLong("task.timeout.ms")));
    }

    @Test
    void aTransactionThatIsLeftOpenEndsWithTheSessionOfWhoeverBeganIt() {
        for (StreamsConfig config : List.of(intake("http.port", "8080"), new StreamsConfig(dispatch(Map.of())))) {
            assertThat(producer(config, "transaction.timeout.ms"))
                    .hasToString(String.valueOf(mainConsumer(config, "session.timeout.ms")))
                    .hasToString("15000");
        }
    }

    @Test
    void intakeAlwaysReadsOneRecordAtATime() {
        for (String prefix :
                new String[] {"kafka.", "kafka.consumer.", "kafka.main.consumer.", "intake.main.consumer."}) {
            assertThat(mainConsumer(intake(prefix + "max.poll.records", "500"), "max.poll.records"))
                    .as(prefix)
                    .hasToString("1");
        }
    }

    @Test
    void aConsumersSettingLeavesTheDefaultsOfProducersAlone() {
        assertThat(producer(intake("kafka.consumer.session.timeout.ms", "3000"), "linger.ms"))
                .hasToString("100");
        assertThat(mainConsumer(intake("kafka.linger.ms", "0"), "session.timeout.ms"))
                .hasToString("15000");
    }

    private static Map<String, Object> dispatch(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(given);
        all.put("kafka.bootstrap.servers", "broker:9092");
        all.put("schema.registry.url", "http://registry:8081");
        Settings settings = SettingsLoader.load(Optional.empty(), Map.of(), all).settings();
        try (RocksDbMemory memory = new RocksDbMemory(settings.stateMemoryBytes())) {
            return StreamsSettings.dispatch(settings, memory);
        }
    }

    @Test
    void whatIsNotCommittedIsBoundedAndNobodySeesIt() {
        StreamsConfig config = new StreamsConfig(dispatch(Map.of("state.uncommitted.max.bytes", "2000000")));

        assertThat(config.getBoolean(StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG))
                .isTrue();
        assertThat(config.getLong(StreamsConfig.STATESTORE_UNCOMMITTED_MAX_BYTES_CONFIG))
                .isEqualTo(2_000_000);
        assertThat(config.getString(StreamsConfig.DEFAULT_INTERACTIVE_QUERY_ISOLATION_LEVEL_CONFIG))
                .isEqualTo("READ_COMMITTED");
    }

    @Test
    void stateOfADeadThreadIsKeptADayUnlessTheUserSaysOtherwise() {
        assertThat(dispatch(Map.of())).containsEntry("state.cleanup.delay.ms", 86_400_000L);
        assertThat(dispatch(Map.of("kafka.state.cleanup.delay.ms", "1000")))
                .extractingByKey("state.cleanup.delay.ms")
                .hasToString("1000");
    }

    @Test
    void membersHaveASteadyNameUnderBothProtocols() {
        String key = "main.consumer.group.instance.id";

        assertThat(dispatch(Map.of())).containsKey(key);
        assertThat(dispatch(Map.of("kafka.group.protocol", "streams"))).containsKey(key);
        assertThat(dispatch(Map.of("kafka.group.instance.id", "pod-0"))).doesNotContainKey(key);
    }
}
