package chatcontacts.testkit.service;

import static org.awaitility.Awaitility.await;

import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.load.DemoScenario;
import chatcontacts.testkit.load.Latencies;
import chatcontacts.testkit.load.Ledger;
import chatcontacts.testkit.load.RequestMix;
import chatcontacts.testkit.load.RequestTexts;
import chatcontacts.testkit.servers.LocalServers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The running service under the mix of requests of the local run, with every record accounted for: for integration tests.
 * Feeds from its construction on.
 */
public final class ServiceUnderLoad implements AutoCloseable {

    /** In every text of a customer's. */
    public static final String CUSTOMER_TEXT = RequestTexts.WORD;

    private final Latencies latencies = new Latencies();
    private final Ledger ledger = new Ledger(latencies);
    private final RunningService stage;
    private final OutcomeReader reader;
    private final Feeder feeder;

    /**
     * Starts everything.
     *
     * @param ratePerSecond requests per second, on average
     */
    public ServiceUnderLoad(LocalServers servers, String name, double ratePerSecond) {
        DemoScenario scenario = new DemoScenario(ratePerSecond);
        this.stage = new RunningService(servers, name, scenario.lanes(), scenario.settings());
        this.reader = new OutcomeReader(stage.environment(), ledger);
        List<LocalInstance> instances = scenario.lanes().stream()
                .flatMap(lane -> lane.instances().stream())
                .toList();
        this.feeder = new Feeder(new RequestMix(7, instances), stage.sender(), ledger, ratePerSecond);
    }

    public RunningService stage() {
        return stage;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Waits until that many chats were started in all. */
    public void awaitStarted(long chats) {
        await("started chats")
                .atMost(Duration.ofSeconds(90))
                .until(() -> ledger.account().started() >= chats);
    }

    /** Sends nothing more. */
    public void stopFeeding() {
        feeder.stop();
    }

    /** Waits until every record has its outcome, or the time is over. */
    public void awaitNoneMissing(Duration longest) {
        await("all outcomes").atMost(longest).until(() -> ledger.account().missing() == 0);
    }

    /** What is wrong with the account, and what broke here; empty if all is as it should be. */
    public List<String> faults() {
        if (feeder.failure() != null
                || reader.failure() != null
                || stage.sender().failure() != null) {
            return List.of("the load itself broke: " + feeder.failure() + ", " + reader.failure() + ", "
                    + stage.sender().failure());
        }
        return new RunSummary(
                        ledger.account(),
                        ledger.missing(),
                        RunSummary.ConnectTotals.of(
                                stage.environment().connects().values()),
                        0,
                        Optional.empty(),
                        latencies.overall(50),
                        latencies.overall(99))
                .faults();
    }

    @Override
    public void close() {
        feeder.stop();
        reader.close();
        stage.close();
    }
}
