package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.ServiceMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar as a user starts it: {@code java -jar}, and no flag. */
@ExtendWith(LocalServers.Shared.class)
final class JarIT {

    private static final List<SimulatedLane> LANES = List.of(
            new SimulatedLane("default", List.of(new LocalInstance("one", "one-0001", 10, true)), 5, 8, connect -> {}));

    /** Netty, RocksDB and zstd are loaded before the answer is there. */
    @Test
    void startsAChatWithoutAWarningOfTheJvm(LocalServers servers, @TempDir Path folder) throws Exception {
        try (LocalEnvironment environment = new LocalEnvironment(servers, "jar", LANES, Map.of());
                ServiceMetrics http = new ServiceMetrics(freePort())) {
            String settings = environment.settingsFile().toString();
            environment.setUp();
            Path service = folder.resolve("run");
            Path submitted = folder.resolve("submit");
            Process running = jar(service, "run", "--config", settings, "--set", "http.port=" + http.port());
            try {
                await(service + " to be ready")
                        .atMost(Duration.ofMinutes(2))
                        .failFast(() -> !running.isAlive())
                        .until(http::isReady);
                assertThat(jar(
                                        submitted,
                                        "submit",
                                        "--config",
                                        settings,
                                        "--wait",
                                        "--instance-id",
                                        "one-0001",
                                        "--contact-flow-id",
                                        "any",
                                        "--participant-details",
                                        "DisplayName=Ada")
                                .waitFor())
                        .isZero();
                assertThatASlowClientIsDisconnected(http.port());
            } finally {
                running.destroy();
                running.waitFor();
            }

            assertThat(submitted).content().contains("ContactId");
            assertThat(Files.readAllLines(submitted)).noneMatch(it -> it.startsWith("WARNING:"));
            assertThat(Files.readAllLines(service)).noneMatch(it -> it.startsWith("WARNING:"));
        }
    }

    /** The limits of the HTTP server are read once in a process, and the service creates more than one. */
    private static void assertThatASlowClientIsDisconnected(int port) throws IOException {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port)) {
            slow.setSoTimeout(60_000);
            slow.getOutputStream().write("GET /health/live HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static Process jar(Path output, String... words) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                "target/chat-contact-processor.jar"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("AWS_ACCESS_KEY_ID", "local", "AWS_SECRET_ACCESS_KEY", "local"));
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
