package chatcontacts.app.streams;

import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when a streams application starts, rebalances or stops. Kafka Streams logs that among much else, so its own lines are
 * switched off.
 */
public final class StreamsStateLogger implements KafkaStreams.StateListener {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsStateLogger.class);

    private final String application;

    public StreamsStateLogger(String application) {
        this.application = application;
    }

    @Override
    public void onChange(KafkaStreams.State now, KafkaStreams.State before) {
        LOG.atInfo()
                .addKeyValue("application", application)
                .addKeyValue("state", now.name())
                .addKeyValue("before", before.name())
                .log("Streams state changed");
    }
}
