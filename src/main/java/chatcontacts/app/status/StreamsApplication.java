package chatcontacts.app.status;

import org.apache.kafka.streams.KafkaStreams;

/**
 * A running streams application.
 *
 * @param description of its topology, as Kafka Streams writes it
 */
public record StreamsApplication(KafkaStreams streams, String description) {}
