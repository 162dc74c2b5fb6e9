package chatcontacts.benchmark;

import chatcontacts.testkit.connect.ConnectSimulatorMain;
import chatcontacts.testkit.servers.JavaProcess;
import chatcontacts.testkit.servers.LocalKafkaMain;
import chatcontacts.testkit.servers.LocalRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The servers of a benchmark: one broker and one registry for all of it, and a simulated Connect for each arm. */
final class BenchmarkEnvironment implements AutoCloseable {

    private static final Pattern BOOTSTRAP = Pattern.compile("bootstrap\\.servers=(.*)");
    private static final Pattern ADDRESS = Pattern.compile("(http://.*)");

    private final List<String> jvm;
    private final Map<String, String> settings;
    private final Path folder;
    private final JavaProcess broker;
    private final LocalRegistry registry;
    private final String bootstrapServers;

    /**
     * @param jvm flags of the JVMs that are compared
     * @param settings of the service, over those of each arm
     */
    BenchmarkEnvironment(List<String> jvm, Map<String, String> settings) throws IOException {
        this.settings = settings;
        this.jvm = jvm;
        this.folder = Files.createTempDirectory("benchmark");
        this.broker = JavaProcess.start(
                "broker", folder, List.of("-Xmx1g", "-XX:+UseSerialGC"), LocalKafkaMain.class, List.of());
        this.registry = LocalRegistry.startNew();
        this.bootstrapServers = broker.awaitLine(BOOTSTRAP);
    }

    /** A simulated Connect, fresh, without a limit that gets in the way unless one is given. */
    ConnectProcess connect(String name, String... settings) {
        return connect(name, List.of(), settings);
    }

    /** The same, whose contact events come to that topic. */
    ConnectProcess connectWithEvents(String name, String topic, String... settings) {
        return connect(name, List.of("--bootstrap-servers", bootstrapServers, "--events-to", topic), settings);
    }

    private ConnectProcess connect(String name, List<String> options, String... settings) {
        List<String> args = new ArrayList<>(List.of("--port", "0", "--set", "quota=1000000", "--set", "rate=100000"));
        args.addAll(options);
        for (String setting : settings) {
            args.add("--set");
            args.add(setting);
        }
        var process = JavaProcess.start(
                name, folder, List.of("-Xmx2g", "-XX:+UseParallelGC"), ConnectSimulatorMain.class, args);
        return new ConnectProcess(process, process.awaitLine(ADDRESS));
    }

    Map<String, String> settings() {
        return settings;
    }

    List<String> jvm() {
        return jvm;
    }

    /** Folder for settings, state and what the processes print. */
    Path folder() {
        return folder;
    }

    JavaProcess broker() {
        return broker;
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    String registryUrl() {
        return registry.url();
    }

    @Override
    public void close() {
        try (broker) {
            registry.close();
        }
    }
}
