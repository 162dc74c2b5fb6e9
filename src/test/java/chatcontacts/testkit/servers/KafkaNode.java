package chatcontacts.testkit.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/** One server of a {@link LocalKafka}, broker or controller. It keeps its ports and its data over stops and starts. */
final class KafkaNode {

    private static final Pattern LISTENER = Pattern.compile("([A-Z]+)://localhost:(\\d+)");

    /**
     * Below those that Linux gives to outgoing connections: a client must not take the port of a broker that is stopped
     * at present.
     */
    private static final int LOWEST_PORT = 20_000;

    private static final int HIGHEST_PORT = 32_000;

    private final Map<String, String> settings;
    private @Nullable KafkaRaftServer server;

    /** Formats its folder. Listeners with port 0 get a free one, which stays. */
    KafkaNode(String clusterId, Map<String, String> settings) throws Exception {
        this.settings = new HashMap<>(settings);
        this.settings.computeIfPresent("listeners", (key, listeners) -> withPorts(listeners));
        try (var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            String folder = settings.get("log.dirs");
            new Formatter()
                    .setClusterId(clusterId)
                    .setNodeId(Integer.parseInt(settings.get("node.id")))
                    .setDirectories(List.of(folder))
                    .setMetadataLogDirectory(folder)
                    .setControllerListenerName(settings.get("controller.listener.names"))
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setPrintStream(nowhere)
                    .run();
        }
    }

    /** The address of that listener. */
    String address(String listener) {
        return LISTENER.matcher(settings.get("listeners"))
                .results()
                .filter(it -> it.group(1).equals(listener))
                .map(it -> "localhost:" + it.group(2))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no listener " + listener));
    }

    /** Starts it. A broker takes requests when this returns. */
    void start() {
        if (server != null) {
            throw new IllegalStateException("it runs already");
        }
        var started = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
        server = started;
        started.startup();
    }

    /** Stops it in an orderly way, if it runs, and returns when it is gone. */
    void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    static String withPorts(String listeners) {
        return LISTENER.matcher(listeners)
                .replaceAll(it -> it.group(2).equals("0")
                        ? Matcher.quoteReplacement(it.group(1) + "://localhost:" + freePort())
                        : Matcher.quoteReplacement(it.group()));
    }

    private static int freePort() {
        for (int tries = 0; tries < 1_000; tries++) {
            int port = RandomGenerator.getDefault().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // by somebody else: the next one
            }
        }
        throw new IllegalStateException("no free port from " + LOWEST_PORT + " to " + HIGHEST_PORT);
    }
}
