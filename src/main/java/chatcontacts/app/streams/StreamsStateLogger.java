package chatcontacts.app.streams;

import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when a side begins to work, hands partitions over, or ends: Kafka Streams says so among much else, so its own lines are
 * switched off.
 */
public final class StreamsStateLogger implements KafkaStreams.StateListener {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsStateLogger.class);

    private final String side;

    public StreamsStateLogger(String side) {
        this.side = side;
    }

    @Override
    public void onChange(KafkaStreams.State now, KafkaStreams.State before) {
        LOG.atInfo()
                .addKeyValue("side", side)
                .addKeyValue("state", now.name())
                .addKeyValue("before", before.name())
                .log("A side changed its state");
    }
}
