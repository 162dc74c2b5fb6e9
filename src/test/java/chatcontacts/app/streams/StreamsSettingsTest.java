package chatcontacts.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.config.Settings;
import chatcontacts.config.SettingsLoader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

final class StreamsSettingsTest {

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
