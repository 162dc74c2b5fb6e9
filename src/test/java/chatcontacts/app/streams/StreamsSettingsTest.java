package chatcontacts.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.config.SettingsLoader;
import java.util.HashMap;
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
}
