package chatcontacts.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real schema registry as a process of its own: Apicurio, which speaks Confluent's API. The build unpacks it and names its
 * folder in the system property {@code local.registry.home}. It takes about four seconds to start and keeps its schemas, ids
 * included, over {@link #stop()} and {@link #start()}.
 *
 * <p>The process ends with this one, unless this one is killed without a chance to act. Not thread-safe.
 */
public final class LocalRegistry implements AutoCloseable {

    private static final Path SHELL = Path.of("/bin/sh");
    private static final Duration MAX_START = Duration.ofSeconds(90);

    private final Path home;
    private final Path folder;
    private final int port;
    private final Thread endWithThisProcess = new Thread(this::kill, "end-local-registry");
    private volatile @Nullable Process process;

    private LocalRegistry(Path home, Path folder, int port) {
        this.home = home;
        this.folder = folder;
        this.port = port;
    }

    /** Starts a new, empty registry on a free port and returns when it answers. */
    public static LocalRegistry startNew() {
        var home = System.getProperty("local.registry.home", "");
        if (!Files.isRegularFile(Path.of(home, "quarkus-run.jar"))) {
            throw new IllegalStateException(
                    "no registry in local.registry.home, \"" + home + "\": mvn generate-test-resources unpacks it");
        }
        try {
            var registry = new LocalRegistry(Path.of(home), Files.createTempDirectory("local-registry"), freePort());
            Runtime.getRuntime().addShutdownHook(registry.endWithThisProcess);
            registry.start();
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where Confluent's clients find it. */
    public String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    /** Everything the process printed since it was first started. */
    public Path output() {
        return folder.resolve("output.log");
    }

    /** Starts it after a {@link #stop()}, on the same port and with what it held, and returns when it answers. */
    public void start() {
        if (process != null) {
            throw new IllegalStateException("the registry runs already");
        }
        try {
            var started = command().start();
            process = started;
            Awaitility.await("the local registry, see " + output())
                    .pollInSameThread()
                    .atMost(MAX_START)
                    .pollDelay(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(100))
                    .failFast("the local registry ended, see " + output(), () -> !started.isAlive())
                    .until(this::answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    /** Ends the process at once, as a crash would; connections to it are refused from then on. */
    public void stop() {
        kill();
        process = null;
    }

    /** Ends the process and removes what it held. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(endWithThisProcess);
        } catch (IllegalStateException e) {
            // This process is ending, the hook has nothing left to do.
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder command() {
        var output = output().toFile();
        var command = new ArrayList<String>();
        if (Files.isExecutable(SHELL)) {
            // Ctrl-C in a terminal reaches this process too, but its end is ours to decide.
            command.addAll(List.of(SHELL.toString(), "-c", "trap '' INT; exec \"$@\"", "local-registry"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                // It runs for minutes at most: quick to start counts more than quick in the long run.
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                // Otherwise on port 9000 of every interface.
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=0",
                // On disk and at once, as what was registered must outlive a kill; the database would wait half a
                // second.
                "-Dapicurio.datasource.url=jdbc:h2:file:" + folder.resolve("registry") + ";WRITE_DELAY=0",
                "-jar",
                home.resolve("quarkus-run.jar").toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
    }

    private boolean answers() throws InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var subjects = HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return client.send(subjects, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void kill() {
        var running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
