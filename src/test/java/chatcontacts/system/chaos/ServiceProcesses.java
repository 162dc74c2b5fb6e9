package chatcontacts.system.chaos;

import chatcontacts.testkit.connect.ConnectModel;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.ServiceMetrics;
import chatcontacts.testkit.service.ServiceProcess;
import chatcontacts.testkit.service.ServiceUnderLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The processes of the service, numbered from 0, small ones that start quickly. Each of them may be used by one thread at a
 * time.
 */
final class ServiceProcesses implements AutoCloseable {

    private static final int OK = 0;
    /** Of a JVM that gets its SIGTERM before the service has begun. */
    private static final int TERMINATED = 143;

    private final Path folder;
    private final List<ServiceProcess> processes;

    ServiceProcesses(LocalEnvironment environment, Path folder, int size) {
        this.folder = folder;
        Map<String, String> settings = environment.settings();
        settings.remove("http.port");
        settings.remove("kafka.state.dir");
        this.processes = IntStream.range(0, size)
                .mapToObj(number -> {
                    String name = "process-" + number;
                    Map<String, String> own = new HashMap<>(settings);
                    own.put("kafka.client.id", name);
                    return new ServiceProcess(name, folder, own, ServiceProcess.SMALL);
                })
                .toList();
    }

    int size() {
        return processes.size();
    }

    void startAll() {
        processes.forEach(ServiceProcess::start);
        awaitReady();
    }

    /** Returns when each says that it is ready. */
    void awaitReady() {
        processes.forEach(ServiceProcess::awaitReady);
    }

    void start(int number) {
        var unused = processes.get(number).start();
    }

    /** Kills it; tells if it had ended before by itself. */
    List<String> kill(int number) {
        List<String> faults = ifEnded(number);
        processes.get(number).process().kill();
        return faults;
    }

    /** Has it end in good order; tells what was not in order. */
    List<String> stop(int number) {
        List<String> faults = new ArrayList<>(ifEnded(number));
        var process = processes.get(number).process();
        if (!process.isAlive()) {
            return faults;
        }
        try {
            int code = process.stop();
            if (code != OK && code != TERMINATED) {
                faults.add("process " + number + " ended with " + code + " when it was asked to");
            }
        } catch (ConditionTimeoutException e) {
            faults.add("process " + number + " did not end when it was asked to");
            process.kill();
        }
        return faults;
    }

    private List<String> ifEnded(int number) {
        var process = processes.get(number).process();
        return process.isAlive()
                ? List.of()
                : List.of("process " + number + " ended by itself with " + process.awaitEnd());
    }

    /** Those that are alive and say so. */
    int live() {
        return Math.toIntExact(processes.stream()
                .filter(process -> {
                    try (ServiceMetrics http = process.http()) {
                        return process.process().isAlive()
                                && http.get("/health/live").status() == 200;
                    }
                })
                .count());
    }

    /** Asks each to end, one after the other. */
    List<String> stopAll() {
        return IntStream.range(0, size())
                .mapToObj(this::stop)
                .flatMap(List::stream)
                .toList();
    }

    /** Lines in their output that hold what nobody may read. */
    long indiscreetLines() {
        return IntStream.range(0, size())
                .mapToLong(number -> {
                    Path output = processes.get(number).process().output();
                    try (Stream<String> lines = Files.lines(output, StandardCharsets.ISO_8859_1)) {
                        return lines.filter(ServiceProcesses::isIndiscreet).count();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .sum();
    }

    private static boolean isIndiscreet(String line) {
        return line.contains(ConnectModel.TOKEN_PREFIX)
                || line.toLowerCase(Locale.ROOT).contains(ServiceUnderLoad.CUSTOMER_TEXT);
    }

    /** Where their output and their state lie. */
    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        processes.forEach(ServiceProcess::close);
    }
}
