package chatcontacts.testkit.service;

import chatcontacts.app.Main;
import chatcontacts.testkit.servers.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The service in a JVM of its own, with a settings file, state folder and port of its own, which it keeps over stops, kills
 * and starts. Not thread-safe.
 */
public final class ServiceProcess implements AutoCloseable {

    /** Flags of a small JVM that starts quickly, with the service's own log settings and not those of its tests. */
    public static final List<String> SMALL = List.of(
            "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=logback.xml");

    private static final Duration MAX_START = Duration.ofMinutes(2);

    private final String name;
    private final Path folder;
    private final Path settingsFile;
    private final List<String> jvm;
    private final int port;
    private @Nullable JavaProcess process;

    /**
     * Writes its settings; {@link #start()} starts it.
     *
     * @param name tells it from others in the same folder
     * @param settings all but {@code http.port} and {@code kafka.state.dir}
     * @param jvm flags such as {@code -Xmx512m}
     */
    public ServiceProcess(String name, Path folder, Map<String, String> settings, List<String> jvm) {
        this.name = name;
        this.folder = folder;
        this.jvm = List.copyOf(jvm);
        this.settingsFile = folder.resolve(name + ".properties");
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var all = new Properties();
        all.putAll(settings);
        all.put("http.port", Integer.toString(port));
        all.put("kafka.state.dir", folder.resolve(name + "-state").toString());
        try (var writer = Files.newBufferedWriter(settingsFile)) {
            all.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs one of the service's commands with these settings, in this process, and returns what it printed. */
    public String command(String... words) {
        return InProcessCommands.run(settingsFile, words);
    }

    /** Starts it and returns at once. */
    public JavaProcess start() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        var started =
                JavaProcess.start(name, folder, jvm, Main.class, List.of("run", "--config", settingsFile.toString()));
        process = started;
        return started;
    }

    /** Returns when it says that it is ready. */
    public void awaitReady() {
        var running = process();
        try (var http = new ServiceMetrics(port)) {
            Awaitility.await(name + " to be ready, see " + running.output())
                    .pollInSameThread()
                    .atMost(MAX_START)
                    .pollInterval(Duration.ofMillis(100))
                    .failFast(name + " ended, see " + running.output(), () -> !running.isAlive())
                    .until(http::isReady);
        }
    }

    /** The one that was started last. */
    public JavaProcess process() {
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process;
    }

    /** What it tells over HTTP; to be closed by the caller. */
    public ServiceMetrics http() {
        return new ServiceMetrics(port);
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
