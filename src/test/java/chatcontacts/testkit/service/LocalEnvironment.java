package chatcontacts.testkit.service;

import chatcontacts.app.Service;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.SettingsLoader;
import chatcontacts.config.TopicSettings;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.registry.BundledSchemaRequestReader;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.servers.LocalServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * All that the service needs, on this machine: broker, registry, and a simulated Connect for each lane whose contact events
 * come in as they would from EventBridge. Topics and schemas are made by the service's own commands, settings are a file as a
 * user writes it.
 *
 * <p>Each environment has a name, which all its topics and its application id begin with. Closing it leaves the servers.
 */
public final class LocalEnvironment implements AutoCloseable {

    private final LocalServers servers;
    private final Path folder;
    private final Map<String, ConnectSimulator> connects = new LinkedHashMap<>();
    private final KafkaProducer<byte[], byte[]> events;
    private final Path settingsFile;
    private final TopicSettings topics;

    /**
     * Starts the simulators and writes the settings; topics and schemas are not there yet.
     *
     * @param name of letters and digits; empty: topics have the service's default names
     * @param extra settings that add to, or stand in for, those chosen here
     */
    public LocalEnvironment(LocalServers servers, String name, List<SimulatedLane> lanes, Map<String, String> extra) {
        this.servers = servers;
        credentials();
        var unused = new BundledSchemaRequestReader(); // lets Avro load the generated classes here, as senders need it
        String prefix = name.isEmpty() ? "" : name + "-";
        this.events = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers.bootstrapServers(), "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        String eventTopic = prefix + "contact-events";
        for (SimulatedLane lane : lanes) {
            connects.put(
                    lane.name(),
                    ConnectSimulator.start(0, connects.size() + 1, lane::setUp, event -> send(eventTopic, event)));
        }
        try {
            this.folder = Files.createTempDirectory("local-environment");
            this.settingsFile = folder.resolve("service.properties");
            rewriteSettings(settings(prefix, lanes, extra));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.topics = load().settings().topics();
    }

    /** The AWS SDK's default chain looks here first. The simulator checks that calls are signed, not by whom. */
    private static void credentials() {
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
    }

    private void send(String topic, String event) {
        events.send(new ProducerRecord<>(topic, event.getBytes(StandardCharsets.UTF_8)));
    }

    private Map<String, String> settings(String prefix, List<SimulatedLane> lanes, Map<String, String> extra) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("kafka.bootstrap.servers", servers.bootstrapServers());
        all.put("schema.registry.url", servers.registryUrl());
        all.put("http.port", "0");
        all.put("kafka.state.dir", folder.resolve("state").toString());
        if (!prefix.isEmpty()) {
            all.put("application.id", prefix + "service");
            all.put("topics.requests", prefix + "chat-requests");
            all.put("topics.dispatch", prefix + "chat-dispatch");
            all.put("topics.dispatch.control", prefix + "chat-dispatch-control");
            all.put("topics.results", prefix + "chat-results");
            all.put("topics.dead.letter", prefix + "chat-requests-dead-letter");
            all.put("topics.contact.events", prefix + "contact-events");
            all.put("topics.cancellations", prefix + "chat-cancellations");
            all.put("topics.control", prefix + "chat-control");
            all.put("topics.control.log", prefix + "chat-control-log");
        }
        all.put("lanes", lanes.stream().map(SimulatedLane::name).collect(Collectors.joining(",")));
        all.put(
                "instances",
                lanes.stream()
                        .flatMap(lane -> lane.instances().stream())
                        .map(SimulatedLane.LocalInstance::name)
                        .collect(Collectors.joining(",")));
        for (SimulatedLane lane : lanes) {
            String of = "lanes." + lane.name() + ".";
            all.put(of + "region", "eu-central-1");
            all.put(of + "account", "123456789012");
            all.put(of + "endpoint", connect(lane.name()).uri().toString());
            all.put(of + "service.quotas.endpoint", connect(lane.name()).uri().toString());
            all.put(of + "cloudwatch.endpoint", connect(lane.name()).uri().toString());
            all.put(of + "cloudwatch.endpoint", connect(lane.name()).uri().toString());
            all.put(of + "rate.per.second", Double.toString(lane.ratePerSecond()));
            all.put(of + "rate.burst", Integer.toString(lane.burst()));
            for (SimulatedLane.LocalInstance instance : lane.instances()) {
                String its = "instances." + instance.name() + ".";
                all.put(its + "id", instance.id());
                all.put(its + "lane", lane.name());
                all.put(its + "concurrent.chats", Integer.toString(instance.quota()));
                all.put(its + "contact.events", instance.seesEnds() ? "on" : "off");
            }
        }
        all.putAll(extra);
        return all;
    }

    private void rewriteSettings(Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        try (var writer = Files.newBufferedWriter(settingsFile)) {
            properties.store(writer, null);
        }
    }

    /** Makes the topics and registers the schemas as a user does. */
    public void setUp() {
        command("topics", "create", "--partitions", "4", "--replication", "1");
        command("schemas", "register");
    }

    /** Runs one of the service's commands with these settings and returns what it printed. */
    public String command(String... words) {
        return InProcessCommands.run(settingsFile, words);
    }

    /** Runs one of them however it ends, with that on its standard input. */
    public CommandOutput end(String input, String... words) {
        return InProcessCommands.end(settingsFile, input, words);
    }

    /** A new sender to its topics, to be closed by the caller. */
    public RequestSender sender() {
        return RequestSender.of(this);
    }

    /** The settings as the service reads them. */
    public LoadedSettings load() {
        return SettingsLoader.load(Optional.of(settingsFile), Map.of(), Map.of());
    }

    /** Starts the service in this process. */
    public Service startService() {
        return Service.start(load());
    }

    /** Starts one more in this process, with a name and a state folder of its own, and with those settings over the others. */
    public Service startAnother(String name, Map<String, String> over) {
        return startAnother(name, over, FormatVersions.CURRENT);
    }

    /** The same, as a release that knows those formats. */
    public Service startAnother(String name, Map<String, String> over, FormatVersions formats) {
        Map<String, String> all = new LinkedHashMap<>(over);
        all.put("kafka.client.id", name);
        all.put("kafka.state.dir", stateOf(name).toString());
        return Service.start(OtherRelease.with(SettingsLoader.load(Optional.of(settingsFile), Map.of(), all), formats));
    }

    /** Where that other one keeps its state. */
    public Path stateOf(String name) {
        return folder.resolve("state-" + name);
    }

    public Path settingsFile() {
        return settingsFile;
    }

    /** What is in that file, for a process with a file of its own. */
    public Map<String, String> settings() {
        Properties file = new Properties();
        try (var reader = Files.newBufferedReader(settingsFile)) {
            file.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = new LinkedHashMap<>();
        file.stringPropertyNames().forEach(name -> settings.put(name, file.getProperty(name)));
        return settings;
    }

    public TopicSettings topics() {
        return topics;
    }

    public LocalServers servers() {
        return servers;
    }

    /** All that lies committed on that topic. */
    public List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", servers.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(it -> new TopicPartition(topic, it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.get(it))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** The simulated Connect of that lane. */
    public ConnectSimulator connect(String lane) {
        ConnectSimulator connect = connects.get(lane);
        if (connect == null) {
            throw new IllegalArgumentException("no lane " + lane);
        }
        return connect;
    }

    /** All of them, by lane. */
    public Map<String, ConnectSimulator> connects() {
        return connects;
    }

    @Override
    public void close() {
        connects.values().forEach(ConnectSimulator::close);
        events.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
