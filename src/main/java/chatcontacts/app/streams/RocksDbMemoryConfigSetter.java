package chatcontacts.app.streams;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/** Hands {@link RocksDbMemory} to each store. Public, since Kafka Streams makes one by its name for each store. */
public final class RocksDbMemoryConfigSetter implements RocksDBConfigSetter {

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> settings) {
        RocksDbMemory memory = (RocksDbMemory) Objects.requireNonNull(settings.get(RocksDbMemory.SETTING));
        memory.share(options);
    }

    /** Nothing: other stores share what it was given. */
    @Override
    public void close(String storeName, Options options) {}
}
