package chatcontacts.testkit.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;

/**
 * A real Kafka cluster inside this JVM: one KRaft controller and any number of brokers, numbered from 0, of the released jars and as
 * Kafka's own start script runs them. It takes about three seconds to start. Topics are kept as often as there are brokers, three times
 * at most, so that with three brokers one can be stopped and everything, transactions included, goes on. Topics are never made
 * by themselves.
 *
 * <p>Not thread-safe, apart from {@link #bootstrapServers()}.
 */
public final class LocalKafka implements AutoCloseable {

    private static final String CONTROLLER = "CONTROLLER";
    private static final String CLIENTS = "EXTERNAL";
    private static final int CONTROLLER_ID = 3_000;

    private final Path folder;
    private final KafkaNode controller;
    private final List<KafkaNode> brokers;
    private final String bootstrapServers;
    private final short replicas;

    private LocalKafka(Path folder, int brokers, Map<String, String> settings, Map<String, String> ofBrokers)
            throws Exception {
        this.folder = folder;
        this.replicas = (short) Math.min(brokers, 3);
        String clusterId = Uuid.randomUuid().toString();
        String voter = KafkaNode.withPorts(CONTROLLER + "://localhost:0");
        var shared = forOneMachine(replicas);
        shared.put("controller.quorum.voters", CONTROLLER_ID + "@" + voter.substring(voter.indexOf("//") + 2));
        shared.put("controller.listener.names", CONTROLLER);
        shared.put("listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        shared.putAll(settings);
        this.controller = new KafkaNode(
                clusterId, node(CONTROLLER_ID, shared, Map.of("process.roles", "controller", "listeners", voter)));
        this.brokers = new ArrayList<>();
        for (int id = 0; id < brokers; id++) {
            var own = new HashMap<>(Map.of(
                    "process.roles",
                    "broker",
                    "listeners",
                    CLIENTS + "://localhost:0",
                    "inter.broker.listener.name",
                    CLIENTS));
            own.putAll(ofBrokers);
            this.brokers.add(new KafkaNode(clusterId, node(id, shared, own)));
        }
        this.bootstrapServers =
                this.brokers.stream().map(it -> it.address(CLIENTS)).collect(Collectors.joining(","));
    }

    private Map<String, String> node(int id, Map<String, String> shared, Map<String, String> own) {
        var all = new HashMap<>(shared);
        all.putAll(own);
        all.put("node.id", Integer.toString(id));
        all.put("log.dirs", folder.resolve("node-" + id).toString());
        return all;
    }

    /** Starts a cluster and returns when each of its brokers takes requests. */
    public static LocalKafka start(int brokers) {
        return start(brokers, Map.of());
    }

    /** Starts a cluster with broker settings that add to, or stand in for, those chosen here. */
    public static LocalKafka start(int brokers, Map<String, String> settings) {
        return start(brokers, settings, Map.of());
    }

    /** Starts a cluster with settings that brokers have and its controller has not, such as listeners. */
    static LocalKafka start(int brokers, Map<String, String> settings, Map<String, String> ofBrokers) {
        return orThrow("start a local Kafka", () -> {
            var kafka = new LocalKafka(Files.createTempDirectory("local-kafka"), brokers, settings, ofBrokers);
            try {
                kafka.controller.start();
                kafka.brokers.forEach(KafkaNode::start);
                return kafka;
            } catch (RuntimeException e) {
                kafka.close();
                throw e;
            }
        });
    }

    /** Where the brokers keep their data, each in a folder of its own. */
    public Path folder() {
        return folder;
    }

    /** Addresses of all brokers, also of those that are stopped at present. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The address of one listener of the first broker. */
    String address(String listener) {
        return broker(0).address(listener);
    }

    /** A new admin client, to be closed by the caller. */
    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** Makes a topic, and waits until it is there. */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /** Makes a topic with settings of its own, and waits until it is there. */
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        orThrow("make topic " + name, () -> {
            try (var admin = admin()) {
                var topic = new NewTopic(name, partitions, replicas).configs(settings);
                return admin.createTopics(List.of(topic)).all().get();
            }
        });
    }

    /** Changes settings of a topic. */
    public void alterTopic(String name, Map<String, String> settings) {
        orThrow("change topic " + name, () -> {
            try (var admin = admin()) {
                var changes = settings.entrySet().stream()
                        .map(it -> new AlterConfigOp(
                                new ConfigEntry(it.getKey(), it.getValue()), AlterConfigOp.OpType.SET))
                        .toList();
                return admin.incrementalAlterConfigs(
                                Map.of(new ConfigResource(ConfigResource.Type.TOPIC, name), changes))
                        .all()
                        .get();
            }
        });
    }

    /** Stops one broker in an orderly way and returns when it is gone. Its data stays. */
    public void stopBroker(int id) {
        broker(id).stop();
    }

    /** Starts a broker that was stopped, on the port it had before, and returns when it takes requests. */
    public void startBroker(int id) {
        broker(id).start();
    }

    /** Stops all brokers, then starts them again. The controller goes on throughout. */
    public void restartBrokers() {
        brokers.forEach(KafkaNode::stop);
        brokers.forEach(KafkaNode::start);
    }

    /** Stops everything and removes its data. */
    @Override
    public void close() {
        orThrow("stop the local Kafka", () -> {
            brokers.forEach(KafkaNode::stop);
            controller.stop();
            remove(folder);
            return folder;
        });
    }

    private KafkaNode broker(int id) {
        if (id >= brokers.size()) {
            throw new IllegalArgumentException("no broker " + id);
        }
        return brokers.get(id);
    }

    private static void remove(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (var files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }

    private static Map<String, String> forOneMachine(short replicas) {
        var settings = new HashMap<String, String>();
        var copies = Short.toString(replicas);
        var copiesNeeded = Integer.toString(Math.max(1, replicas - 1));
        settings.put("auto.create.topics.enable", "false");
        settings.put("default.replication.factor", copies);
        settings.put("min.insync.replicas", copiesNeeded);
        settings.put("offsets.topic.replication.factor", copies);
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", copies);
        settings.put("transaction.state.log.min.isr", copiesNeeded);
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", copies);
        settings.put("share.coordinator.state.topic.min.isr", copiesNeeded);
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        // A test should not wait for members that never come, nor long for one that went.
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        // A broker that comes back is refused until the session of its former life is over (9 s by default).
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        // Threads and memory: the defaults are those of a server of its own.
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        settings.put("log.index.size.max.bytes", "1048576");
        return settings;
    }

    private interface KafkaCall<T> {
        T run() throws Exception;
    }

    private static <T> T orThrow(String what, KafkaCall<T> step) {
        try {
            return step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it was to " + what, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not " + what, e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException("could not " + what, e);
        }
    }
}
