package chatcontacts.app.streams;

import chatcontacts.dispatch.ConsumerWaits;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/**
 * A streams application whose metrics can be read at any time. Kafka Streams 4.4.0 reads {@code uncommitted-bytes} from RocksDB's
 * memory without looking whether the store was closed meanwhile: whoever reads it while a task is closed ends the process. When
 * it is closed, its threads first stop waiting for records: Kafka Streams would let each wait to its end.
 */
public final class ObservedStreams extends KafkaStreams {

    private static final String UNSAFE = "uncommitted-bytes";

    private final ConsumerWaits waits;

    /**
     * Like {@link KafkaStreams#KafkaStreams(Topology, Properties, KafkaClientSupplier, Time)}.
     *
     * @param waits of its threads
     */
    public ObservedStreams(
            Topology topology, Properties config, KafkaClientSupplier clients, Time time, ConsumerWaits waits) {
        super(topology, config, clients, time);
        this.waits = waits;
    }

    @Override
    public synchronized boolean close(org.apache.kafka.streams.CloseOptions options) {
        waits.stop();
        return super.close(options);
    }

    /** All but the one that is unsafe to read. */
    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        Map<MetricName, Metric> safe = new HashMap<>(super.metrics());
        safe.keySet().removeIf(name -> name.name().contains(UNSAFE));
        return safe;
    }
}
