package chatcontacts.local;

import chatcontacts.testkit.load.DemoScenario;
import chatcontacts.testkit.load.Latencies;
import chatcontacts.testkit.load.Ledger;
import chatcontacts.testkit.load.RequestMix;
import chatcontacts.testkit.servers.LocalKafka;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.servers.MemoryRegistry;
import chatcontacts.testkit.service.Feeder;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.RequestSender;
import chatcontacts.testkit.service.RunOptions;
import chatcontacts.testkit.service.ServiceMetrics;
import chatcontacts.testkit.service.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Records a cache of classes and of what the compiler has to know of them ({@code -XX:AOTCache}) while the service, in a JVM of its own,
 * handles requests: so its first minute is no slower than it must be. Ends with 1 if it handled too few.
 */
@Command(
        name = "training",
        mixinStandardHelpOptions = true,
        description = "Records an AOT cache of the service while it handles requests.")
public final class TrainingRun implements Callable<Integer> {

    private static final int FAILED = 1;

    /** What the cache must have seen before it is of use. */
    private static final long ENOUGH = 500;

    /** On a machine that builds other things at the same time, enough take longer. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    @Option(names = "--cache", required = true, paramLabel = "FILE", description = "Where the cache is written.")
    private Path cache;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = RunOptions.Time.class,
            defaultValue = "30s",
            description = "How long requests are sent, at least (default: ${DEFAULT-VALUE}).")
    private Duration length;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Requests per second, on average (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Parameters(
            paramLabel = "FLAG",
            description = "Flags of the service's JVM, after --: its class path, and what else it is run with.")
    private List<String> jvm = List.of();

    public static void main(String[] args) {
        RunOptions.run(new TrainingRun(), args);
    }

    private static double completed(ServiceMetrics metrics) {
        return metrics.metrics().sum("chat_requests_total");
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DemoScenario scenario = new DemoScenario(rate);
        List<String> flags = new ArrayList<>(jvm);
        flags.add("-XX:AOTCacheOutput=" + cache.toAbsolutePath());
        try (LocalKafka kafka = LocalKafka.start(1);
                MemoryRegistry registry = MemoryRegistry.start();
                LocalEnvironment environment = new LocalEnvironment(
                        LocalServers.of(kafka, registry), "", scenario.lanes(), scenario.settings())) {
            environment.command("topics", "create", "--partitions", "4", "--replication", "1");
            Path folder = Files.createTempDirectory("training");
            try (ServiceProcess service = new ServiceProcess("service", folder, environment.settings(), flags);
                    ServiceMetrics metrics = service.http();
                    RequestSender sender = RequestSender.of(environment)) {
                service.start();
                service.awaitReady();
                RequestMix mix = new RequestMix(
                        1,
                        scenario.lanes().stream()
                                .flatMap(lane -> lane.instances().stream())
                                .toList());
                Feeder feeder = new Feeder(mix, sender, new Ledger(new Latencies()), rate);
                long seconds = length.toSeconds();
                TimeUnit.SECONDS.sleep(seconds);
                while (completed(metrics) < ENOUGH && seconds < LONGEST.toSeconds()) {
                    TimeUnit.SECONDS.sleep(1);
                    seconds++;
                }
                feeder.stop();
                double completed = completed(metrics);
                System.out.printf("%.0f requests were completed in %d s.%n", completed, seconds);
                service.process().stop(); // writes the cache
                boolean written = Files.exists(cache) && Files.size(cache) > 0;
                if (completed < ENOUGH || !written) {
                    System.err.println(Files.readString(service.process().output()));
                    return FAILED;
                }
                return 0;
            }
        }
    }
}
