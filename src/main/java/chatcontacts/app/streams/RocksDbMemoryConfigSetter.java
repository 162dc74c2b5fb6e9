package chatcontacts.app.streams;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/** Configures each store to use {@link RocksDbMemory}. Public, since Kafka Streams instantiates it by name. */
public final class RocksDbMemoryConfigSetter implements RocksDBConfigSetter {

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> settings) {
        RocksDbMemory memory = (RocksDbMemory) Objects.requireNonNull(settings.get(RocksDbMemory.SETTING));
        memory.share(options);
    }

    /** Does nothing: other stores use the same memory. */
    @Override
    public void close(String storeName, Options options) {}
}
