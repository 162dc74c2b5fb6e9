package chatcontacts.app;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/** Hands {@link StateMemory} to each store. Public, since Kafka Streams makes one by its name for each store. */
public final class SharedStateMemory implements RocksDBConfigSetter {

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> settings) {
        StateMemory memory = (StateMemory) Objects.requireNonNull(settings.get(StateMemory.SETTING));
        memory.share(options);
    }

    /** Nothing: other stores share what it was given. */
    @Override
    public void close(String storeName, Options options) {}
}
