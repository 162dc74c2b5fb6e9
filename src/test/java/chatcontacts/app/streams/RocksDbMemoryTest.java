package chatcontacts.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class RocksDbMemoryTest {

    private static final long BYTES = 16 << 20;

    @TempDir
    private Path folder;

    private static final class Nothing implements Processor<byte[], byte[], byte[], byte[]> {
        @Override
        public void process(Record<byte[], byte[]> record) {}
    }

    @Test
    void allStoresOfAProcessShareOneCacheAndOneBoundForWriteBuffers() {
        RocksDB.loadLibrary();
        try (RocksDbMemory memory = new RocksDbMemory(BYTES);
                Options first = store();
                Options second = store()) {
            Map<String, Object> settings = Map.of(RocksDbMemory.SETTING, memory);
            new RocksDbMemoryConfigSetter().setConfig("a", first, settings);
            new RocksDbMemoryConfigSetter().setConfig("b", second, settings);

            assertThat(first.writeBufferManager()).isNotNull().isSameAs(second.writeBufferManager());
        }
    }

    @Test
    void kafkaStreamsOpensItsStoresWithIt() {
        Topology topology = new Topology()
                .addSource(
                        "in",
                        Serdes.ByteArray().deserializer(),
                        Serdes.ByteArray().deserializer(),
                        "topic")
                .addProcessor("nothing", Nothing::new, "in");
        for (String name : List.of("a", "b")) {
            topology.addStateStore(
                    Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray()),
                    "nothing");
        }
        Properties settings = new Properties();
        try (RocksDbMemory memory = new RocksDbMemory(BYTES)) {
            settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "state-memory");
            settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
            settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
            settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemoryConfigSetter.class);
            settings.put(RocksDbMemory.SETTING, memory);
            try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings)) {
                assertThat(driver.metrics().values())
                        .filteredOn(it -> it.metricName().name().equals("block-cache-capacity"))
                        .hasSize(2)
                        .allSatisfy(
                                it -> assertThat(it.metricValue().toString()).isEqualTo(Long.toString(BYTES)));
            }
        }
    }

    private static Options store() {
        return new Options().setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(new LRUCache(1)));
    }
}
