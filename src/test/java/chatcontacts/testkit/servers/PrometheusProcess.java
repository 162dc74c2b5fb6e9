package chatcontacts.testkit.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real Prometheus that scrapes one service once a second. Thread-safe. */
public final class PrometheusProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusProcess.class);
    private static final Duration MAX_START = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path output;
    private final URI base;

    private PrometheusProcess(Process process, Path output, URI base) {
        this.process = process;
        this.output = output;
        this.base = base;
    }

    /** Where that program lies, if it is on the PATH. */
    private static Optional<Path> find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(it -> !it.isEmpty())
                .map(it -> Path.of(it, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** That program, or the end of the test, and a word in the log that it did not run. */
    public static Path orSkip(String program) {
        return find(program).orElseGet(() -> {
            String word = "NOT RUN: " + program + " is not on the PATH (Debian: apt-get install prometheus)";
            LOG.warn(word);
            return Assumptions.abort(word);
        });
    }

    /**
     * Starts one and returns when it answers.
     *
     * @param binary from {@link #orSkip}
     * @param folder for its data; empty
     * @param rules a file of rules, looked at every second, too
     * @param servicePort of {@code /metrics} on this machine
     */
    public static PrometheusProcess start(Path binary, Path folder, Path rules, int servicePort) {
        // As a PodMonitor names its targets.
        String config = """
                global:
                  scrape_interval: 1s
                  scrape_timeout: 1s
                  evaluation_interval: 1s
                rule_files:
                  - %s
                scrape_configs:
                  - job_name: chats/chat-contact-processor
                    static_configs:
                      - targets: ["127.0.0.1:%d"]
                        labels: {namespace: chats, pod: chat-contact-processor-0}
                """.formatted(rules.toAbsolutePath(), servicePort);
        Path output = folder.resolve("prometheus.log");
        int port = freePort();
        try {
            Files.writeString(folder.resolve("prometheus.yaml"), config);
            Process process = new ProcessBuilder(
                            binary.toString(),
                            "--config.file=" + folder.resolve("prometheus.yaml"),
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port,
                            "--log.level=warn")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            var started = new PrometheusProcess(process, output, URI.create("http://127.0.0.1:" + port));
            started.awaitReady();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        Awaitility.await("Prometheus, see " + output)
                .atMost(MAX_START)
                .failFast(() -> !process.isAlive())
                .until(() -> get("/-/ready").status() == 200);
    }

    /** One answer of its API; status 0 if there is none. */
    public record PrometheusResponse(int status, String body) {}

    /** What that expression gives now. */
    public PrometheusResponse query(String expression) {
        return send(HttpRequest.newBuilder(base.resolve("/api/v1/query"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))));
    }

    public PrometheusResponse get(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)));
    }

    private PrometheusResponse send(HttpRequest.Builder request) {
        try {
            var answer = client.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
            return new PrometheusResponse(answer.statusCode(), answer.body());
        } catch (IOException e) {
            return new PrometheusResponse(0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PrometheusResponse(0, "");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        client.close();
    }
}
