package chatcontacts.app.status;

import org.apache.kafka.streams.KafkaStreams;

/**
 * A running streams application.
 *
 * @param description of its topology, as Kafka Streams writes it
 */
public record StreamsApplication(KafkaStreams streams, String description) {

    /** The version of Kafka Streams, from its metric {@code version}. */
    String kafkaVersion() {
        return streams.metrics().values().stream()
                .filter(it -> it.metricName().group().equals("stream-metrics")
                        && it.metricName().name().equals("version"))
                .map(it -> String.valueOf(it.metricValue()))
                .findFirst()
                .orElse("unknown");
    }
}
