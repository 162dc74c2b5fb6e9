package chatcontacts.system.chaos;

import chatcontacts.ChatResult;
import chatcontacts.ResultStatus;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.load.Latencies;
import chatcontacts.testkit.load.Ledger;
import chatcontacts.testkit.load.RequestMix;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.Feeder;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.OutcomeReader;
import chatcontacts.testkit.service.RequestSender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;

/** One chaos run, from the start of the servers to the report. */
final class ChaosEnvironment {

    private static final Duration TELL_EVERY = Duration.ofSeconds(5);
    /** Nothing is that slow; without a new outcome for so long, none will come. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ChaosSettings settings;
    private final ChaosScenario scenario;
    private final Consumer<String> teller;
    private final Latencies latencies = new Latencies();
    private final Ledger ledger = new Ledger(latencies);
    private final EventLog eventLog = new EventLog();
    private final RecoveryTimes recoveries;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final long startNanos = System.nanoTime();

    /**
     * What to run.
     *
     * @param seed of the schedule and of the requests
     * @param length of the load, and with it of the chaos
     * @param every in each such stretch of it one process is killed
     * @param processes of the service
     * @param ratePerSecond requests per second, on average
     * @param keep whether the output of the processes is kept even if all is well
     */
    record ChaosSettings(
            long seed, Duration length, Duration every, int processes, double ratePerSecond, boolean keep) {}

    /** What happens is told in single lines, from several threads. */
    ChaosEnvironment(ChaosSettings settings, Consumer<String> teller) {
        this.settings = settings;
        this.scenario = new ChaosScenario(settings.ratePerSecond());
        this.teller = teller;
        this.recoveries = new RecoveryTimes(scenario.laneNames());
    }

    /** Ends the chaos early, with a report. */
    void cutShort() {
        stop.countDown();
    }

    ChaosReport run() throws InterruptedException {
        tell("seed " + settings.seed() + "; starting broker, registry, Connect and " + settings.processes()
                + " processes ...");
        Path folder = newFolder();
        ChaosReport report;
        try (LocalServers servers = LocalServers.start();
                LocalEnvironment environment =
                        new LocalEnvironment(servers, "chaos", scenario.lanes(), scenario.settings())) {
            environment.setUp();
            try (ServiceProcesses processes = new ServiceProcesses(environment, folder, settings.processes());
                    OutcomeReader reader = new OutcomeReader(environment, ledger, this::witness);
                    RequestSender sender = RequestSender.of(environment)) {
                processes.startAll();
                report = new Session(environment, processes, reader, sender).play();
            }
        }
        if (report.faults().isEmpty() && !settings.keep()) {
            remove(folder);
        }
        return report;
    }

    private void witness(ChatResult result) {
        if (result.getStatus() == ResultStatus.STARTED) {
            scenario.laneOf(result.getInstanceId())
                    .ifPresent(lane -> recoveries.started(lane, result.getSettledAt(), Instant.now()));
        }
    }

    private void tell(String line) {
        teller.accept(String.format(
                Locale.ROOT,
                "%5ds  %s",
                Duration.ofNanos(System.nanoTime() - startNanos).toSeconds(),
                line));
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("chaos");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What happens once everything runs. */
    private final class Session {

        private final LocalEnvironment environment;
        private final ServiceProcesses processes;
        private final OutcomeReader reader;
        private final RequestSender sender;
        private boolean broken;

        Session(LocalEnvironment environment, ServiceProcesses processes, OutcomeReader reader, RequestSender sender) {
            this.environment = environment;
            this.processes = processes;
            this.reader = reader;
            this.sender = sender;
        }

        ChaosReport play() throws InterruptedException {
            warmUp();
            List<LocalInstance> instances = scenario.lanes().stream()
                    .flatMap(lane -> lane.instances().stream())
                    .toList();
            Feeder feeder =
                    new Feeder(new RequestMix(settings.seed(), instances), sender, ledger, settings.ratePerSecond());
            awaitOutcomes(() -> ledger.account().started() > 0, feeder);
            tell("the first chat is started; the chaos begins");
            Instant began = Instant.now();
            FaultSchedule schedule = FaultSchedule.draw(
                    settings.seed(), settings.length(), settings.every(), settings.processes(), scenario.laneNames());
            FaultInjector injector = new FaultInjector(
                    schedule, processes, environment, eventLog, recoveries, ChaosEnvironment.this::tell);
            Instant end = began.plus(settings.length());
            while (stop.getCount() > 0 && isSound(feeder) && Instant.now().isBefore(end)) {
                boolean unused = stop.await(
                        Math.min(
                                TELL_EVERY.toMillis(),
                                Math.max(1, Duration.between(Instant.now(), end).toMillis())),
                        TimeUnit.MILLISECONDS);
                tell(standing());
            }
            Duration length = Duration.between(began, Instant.now());
            if (stop.getCount() == 0 || broken) {
                injector.cutShort();
            }
            injector.awaitEnd();
            feeder.stop();
            tell("nothing more goes wrong and nothing more is sent; waiting for the last outcomes");
            awaitOutcomes(() -> ledger.account().missing() == 0, feeder);
            bringToAnEnd();
            return ChaosReport.of(
                    settings, length, scenario, environment, ledger, latencies, eventLog, recoveries, processes);
        }

        /** Whoever needs the registry for the first time now, needs it no more later. */
        private void warmUp() {
            LocalInstance any = scenario.lanes().getFirst().instances().getFirst();
            sender.cancel(any.id(), "nobody's");
        }

        private interface Condition {
            boolean isMet();
        }

        private void awaitOutcomes(Condition condition, Feeder feeder) throws InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            long settled = 0;
            long movedAt = System.nanoTime();
            long toldAt = movedAt;
            while (!condition.isMet() && isSound(feeder)) {
                boolean unused = never.await(200, TimeUnit.MILLISECONDS);
                if (System.nanoTime() - toldAt > TELL_EVERY.toNanos()) {
                    toldAt = System.nanoTime();
                    tell(standing());
                }
                long now = ledger.account().settled();
                if (now != settled) {
                    settled = now;
                    movedAt = System.nanoTime();
                } else if (System.nanoTime() - movedAt > PATIENCE.toNanos()) {
                    eventLog.fault("no outcome for " + Latencies.words(PATIENCE));
                    return;
                }
            }
        }

        /** What must not come would have come once all have ended in good order and everything is read. */
        private void bringToAnEnd() {
            try {
                processes.awaitReady(); // one may only just have been started again
            } catch (ConditionTimeoutException | TerminalFailureException e) {
                eventLog.fault("not every process is ready in the end: " + e.getMessage());
            }
            if (processes.live() < processes.size()) {
                eventLog.fault("only " + processes.live() + " processes live in the end");
            }
            processes.stopAll().forEach(eventLog::fault);
            if (!reader.readToTheEnd()) {
                eventLog.fault("the outcomes could not be read to their end");
            }
        }

        /** What breaks here is told, and ends the chaos. */
        private boolean isSound(Feeder feeder) {
            for (@Nullable
            Exception failure : new @Nullable Exception[] {feeder.failure(), sender.failure(), reader.failure()}) {
                if (failure != null && !broken) {
                    broken = true;
                    eventLog.fault("the load itself broke: " + failure);
                }
            }
            return !broken;
        }

        private String standing() {
            var account = ledger.account();
            return "sent " + account.sent() + "  open " + account.missing() + "  started " + account.started()
                    + "  kills " + eventLog.count("kills");
        }
    }
}
