package chatcontacts.app.streams.fetch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

final class FetchInspectionTest {

    @Test
    void knowsWhereThisKafkaKeepsAConsumersNetworkClient() {
        try (var consumer = consumer("classic")) {
            assertThatCode(() -> FetchInspection.install(consumer, UnpackLimits.DEFAULT))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void saysSoWhereItCannotReachIt() {
        try (var consumer = consumer("consumer")) {
            assertThatThrownBy(() -> FetchInspection.install(consumer, UnpackLimits.DEFAULT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not classic");
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String protocol) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", "127.0.0.1:1", "group.id", "one", "group.protocol", protocol),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
