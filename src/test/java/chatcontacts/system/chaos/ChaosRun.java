package chatcontacts.system.chaos;

import chatcontacts.testkit.service.RunOptions;
import chatcontacts.testkit.service.Signals;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The chaos run as a command: ends with 0 only if everything holds. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = "Runs several processes of the service under load while everything around them, and they"
                + " themselves, break and come back; then compares what was sent with what became of it.")
public final class ChaosRun implements Callable<Integer> {

    private static final int UNSOUND = 1;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = RunOptions.Time.class,
            description = "How long to load and disturb, such as 90s or 20m (default: ${DEFAULT-VALUE}).")
    private Duration length = Duration.ZERO;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "12s",
            converter = RunOptions.Time.class,
            description = "How often a process is killed and something else happens (default: ${DEFAULT-VALUE}).")
    private Duration every = Duration.ZERO;

    @Option(names = "--seed", description = "Of what goes wrong, and of the requests (default: any).")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--processes",
            paramLabel = "N",
            defaultValue = "3",
            description = "Of the service (default: ${DEFAULT-VALUE}).")
    private int processes;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "25",
            description = "Requests per second, on average (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--keep", description = "Keep what the processes printed, also if all is well.")
    private boolean keep;

    @Option(names = "--json", description = "The summary as JSON, alone on standard output.")
    private boolean json;

    public static void main(String[] args) {
        RunOptions.run(new ChaosRun(), args);
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintStream progress = json ? System.err : System.out;
        long drawn = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1_000_000));
        ChaosEnvironment chaos = new ChaosEnvironment(
                new ChaosEnvironment.ChaosSettings(drawn, length, every, processes, rate, keep), progress::println);
        Signals.on(chaos::cutShort);
        ChaosReport report = chaos.run();
        progress.println();
        System.out.println(json ? report.json() : report.text());
        return report.faults().isEmpty() ? 0 : UNSOUND;
    }
}
