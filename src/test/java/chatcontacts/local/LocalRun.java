package chatcontacts.local;

import chatcontacts.app.Service;
import chatcontacts.testkit.load.DemoScenario;
import chatcontacts.testkit.load.Latencies;
import chatcontacts.testkit.load.Ledger;
import chatcontacts.testkit.load.RequestMix;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.Feeder;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.OutcomeReader;
import chatcontacts.testkit.service.ProgressLine;
import chatcontacts.testkit.service.RequestSender;
import chatcontacts.testkit.service.RunOptions;
import chatcontacts.testkit.service.RunSummary;
import chatcontacts.testkit.service.Screen;
import chatcontacts.testkit.service.ServiceMetrics;
import chatcontacts.testkit.service.Signals;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The whole service on this machine, with everything that it needs and a steady stream of requests: starts it, shows what
 * happens each second, on a terminal as a view that is drawn in place, and in the end holds every record that was sent against what became of it.
 */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        description = "Runs broker, registry, a simulated Connect and the service, and feeds them with requests.")
public final class LocalRun implements Callable<Integer> {

    private static final int INCOMPLETE = 1;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = RunOptions.Time.class,
            description = "Stop after this time, such as 30s or 5m (default: on Ctrl-C).")
    private Optional<Duration> length = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "12",
            description = "Requests per second, on average (default: ${DEFAULT-VALUE}). Quotas grow with it.")
    private double rate;

    @Option(names = "--json", description = "The summary as JSON, alone on standard output.")
    private boolean json;

    @Option(names = "--seed", defaultValue = "1", description = "Of the requests (default: ${DEFAULT-VALUE}).")
    private long seed;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Latencies latencies = new Latencies();
    private final Ledger ledger = new Ledger(latencies);

    public static void main(String[] args) {
        RunOptions.run(new LocalRun(), args);
    }

    @Override
    public Integer call() throws InterruptedException {
        Signals.on(stop::countDown);
        Screen screen = json ? Screen.ofLines(System.err) : Screen.ofOutput(System.getenv());
        if (screen.isLive()) {
            System.setErr(screen.stream());
        }
        DemoScenario scenario = new DemoScenario(rate);
        screen.tell("Starting broker, registry and Connect ...");
        try (LocalServers servers = LocalServers.start();
                LocalEnvironment environment =
                        new LocalEnvironment(servers, "", scenario.lanes(), scenario.settings())) {
            environment.setUp();
            try (Service service = environment.startService();
                    ServiceMetrics metrics = new ServiceMetrics(service.httpPort());
                    OutcomeReader reader = new OutcomeReader(environment, ledger);
                    RequestSender sender = RequestSender.of(environment)) {
                screen.tell(Signpost.of(environment, service.httpPort()));
                LiveView view = new LiveView(Signpost.page(service.httpPort()), screen.isUnicode());
                Run run = new Run(environment, scenario, metrics, reader, sender, screen, view);
                RunSummary summary = run.toTheEnd();
                screen.tell("");
                System.out.println(json ? summary.json() : summary.text());
                return summary.faults().isEmpty() && !run.broken ? 0 : INCOMPLETE;
            }
        }
    }

    /** What happens between the start and the summary. */
    private final class Run {

        private final LocalEnvironment environment;
        private final DemoScenario scenario;
        private final ServiceMetrics metrics;
        private final OutcomeReader reader;
        private final RequestSender sender;
        private final Screen screen;
        private final LiveView view;
        private long startedAt;
        private Optional<Duration> firstContact = Optional.empty();
        private boolean broken;

        Run(
                LocalEnvironment environment,
                DemoScenario scenario,
                ServiceMetrics metrics,
                OutcomeReader reader,
                RequestSender sender,
                Screen screen,
                LiveView view) {
            this.environment = environment;
            this.scenario = scenario;
            this.metrics = metrics;
            this.reader = reader;
            this.sender = sender;
            this.screen = screen;
            this.view = view;
        }

        RunSummary toTheEnd() throws InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            while (stop.getCount() > 0 && !metrics.isReady()) {
                boolean unused = never.await(50, TimeUnit.MILLISECONDS);
            }
            startedAt = System.nanoTime();
            RequestMix mix = new RequestMix(
                    seed,
                    scenario.lanes().stream()
                            .flatMap(lane -> lane.instances().stream())
                            .toList());
            Feeder feeder = new Feeder(mix, sender, ledger, rate);
            while (!isOver() && isSound(feeder)) {
                second(stop);
            }
            feeder.stop();
            screen.tell("Load has stopped; waiting for the last outcomes ...");
            Duration end = sinceStart().plus(scenario.longestTail());
            while (ledger.account().missing() > 0 && sinceStart().compareTo(end) < 0 && isSound(feeder)) {
                second(never);
            }
            // One more look: what must not come would come now.
            second(never);
            return new RunSummary(
                    ledger.account(),
                    ledger.missing(),
                    RunSummary.ConnectTotals.of(environment.connects().values()),
                    0,
                    firstContact,
                    latencies.overall(50),
                    latencies.overall(99));
        }

        private boolean isOver() {
            return stop.getCount() == 0
                    || length.filter(it -> sinceStart().compareTo(it) >= 0).isPresent();
        }

        /** What breaks here is told, and makes the summary incomplete. */
        private boolean isSound(Feeder feeder) {
            for (Exception failure : new Exception[] {feeder.failure(), sender.failure(), reader.failure()}) {
                if (failure != null) {
                    broken = true;
                    StringWriter told = new StringWriter();
                    failure.printStackTrace(new PrintWriter(told, true));
                    screen.tell(told.toString());
                }
            }
            return !broken;
        }

        /** Waits for the next full second or the latch, and shows how things stand. */
        private void second(CountDownLatch latch) throws InterruptedException {
            long intoSecond = sinceStart().toNanosPart();
            boolean told = latch.await(1_000_000_000L - intoSecond, TimeUnit.NANOSECONDS);
            if (firstContact.isEmpty() && reader.firstContact().isPresent()) {
                Instant jvmStart = Instant.ofEpochMilli(
                        ManagementFactory.getRuntimeMXBean().getStartTime());
                firstContact = reader.firstContact().map(it -> Duration.between(jvmStart, it));
                firstContact.ifPresent(
                        it -> screen.tell("      first contact " + Latencies.words(it) + " after the JVM's start"));
            }
            if (!told) {
                show();
                latencies.turn();
            }
        }

        private void show() {
            if (screen.isLive()) {
                String process = metrics.get("/api/v1/process").body();
                screen.show(view.second(sinceStart(), ledger.account(), process, latencies));
            } else {
                screen.tell(ProgressLine.of(sinceStart(), ledger.account(), metrics.metrics(), latencies));
            }
        }

        private Duration sinceStart() {
            return Duration.ofNanos(System.nanoTime() - startedAt);
        }
    }
}
