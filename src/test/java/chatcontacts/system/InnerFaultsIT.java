package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.app.Service;
import chatcontacts.testkit.connect.ConnectEndpoint;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.connect.ConnectStats;
import chatcontacts.testkit.connect.RandomDuration;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.OutcomeCounts;
import chatcontacts.testkit.service.RequestSender;
import chatcontacts.testkit.service.RunningService;
import chatcontacts.testkit.service.ServiceMetrics;
import chatcontacts.testkit.service.ServiceProcess;
import chatcontacts.testkit.service.ThreadKillingInterceptor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What breaks inside of a running process in the middle of its work: its threads, its transactions, its place in the group.
 * Whatever it is, each request has one outcome in the end and one contact.
 */
@ExtendWith(LocalServers.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InnerFaultsIT {

    private static final LocalInstance WIDE = new LocalInstance("wide", "wide-0001", 10_000, false);
    private static final int RATE = 60;
    private static final SimulatedLane LANE =
            new SimulatedLane("default", List.of(WIDE), RATE, 20, InnerFaultsIT::answersTakeTheirTime);
    private static final String DIED = "chat_stream_threads_died_total";
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    /** Short sessions and transactions: what is waited for here is their end. */
    private static final Map<String, String> SHORT = Map.of(
            "kafka.consumer.session.timeout.ms", "3000",
            "kafka.consumer.heartbeat.interval.ms", "500",
            "intake.producer.transaction.timeout.ms", "3000",
            "dispatch.producer.transaction.timeout.ms", "3000");

    private final List<RecordMetadata> all = new ArrayList<>();
    private LocalServers servers;
    private LocalEnvironment environment;
    private ConnectSimulator connect;
    private OutcomeCounts outcomes;
    private RequestSender sender;
    private ServiceProcess service;
    private ServiceMetrics http;
    private Path deadly;

    private static void answersTakeTheirTime(ConnectEndpoint connect) {
        connect.latency(RandomDuration.fixed(Duration.ofMillis(300)));
    }

    @BeforeAll
    void start(LocalServers shared, @TempDir Path folder) {
        servers = shared;
        Map<String, String> settings = new HashMap<>(SHORT);
        settings.putAll(ThreadKillingInterceptor.settings());
        environment = new LocalEnvironment(servers, "inner", List.of(LANE), settings);
        environment.setUp();
        connect = environment.connect("default");
        outcomes = new OutcomeCounts(environment);
        sender = environment.sender();
        deadly = folder.resolve("deadly");
        List<String> jvm = new ArrayList<>(ServiceProcess.SMALL);
        jvm.add(ThreadKillingInterceptor.flag(deadly));
        service = new ServiceProcess("service", folder, environment.settings(), jvm);
        service.start();
        service.awaitReady();
        http = service.http();
    }

    @AfterAll
    void stop() {
        http.close();
        service.close();
        sender.close();
        outcomes.close();
        environment.close();
    }

    private void send(int requests) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            sent.add(sender.send(
                    "key " + i,
                    ChatRequest.newBuilder()
                            .setInstanceId(WIDE.id())
                            .setContactFlowId("flow")
                            .setParticipantDetails(new ParticipantDetails("Ada"))
                            .build()));
        }
        sent.forEach(it -> all.add(RunningService.written(it)));
    }

    /** Sends that many and returns when the first ones are being called. */
    private void beginWith(int requests) {
        long before = connect.stats().calls();
        send(requests);
        await().atMost(MAX_WAIT).until(() -> connect.stats().calls() > before + 20);
    }

    private void awaitAllStarted() {
        await("all to start").atMost(MAX_WAIT).until(() -> all.stream().allMatch(outcomes::isStarted));
    }

    @AfterEach
    void eachHasOneOutcomeAndOneContactAndTheRateWasKept() {
        awaitAllStarted();
        ConnectStats stats = connect.stats();
        assertThat(outcomes.faults()).isEmpty();
        assertThat(stats.created()).isEqualTo(all.size());
        assertThat(stats.tokensWithSeveralContacts()).isZero();
        assertThat(stats.arrivals().worstExcess(LANE.ratePerSecond(), LANE.burst()))
                .as("one second's rate may be added where a lane changes hands")
                .isLessThanOrEqualTo(LANE.ratePerSecond());
    }

    @Test
    void aThreadThatDiesIsCountedAndReplaced() {
        double before = http.metrics().sum(DIED);
        beginWith(100);

        ThreadKillingInterceptor.killOne(deadly);
        send(20);

        await().atMost(MAX_WAIT).until(() -> http.metrics().sum(DIED) == before + 1);
        awaitAllStarted();
        assertThat(http.get("/health/live").status()).isEqualTo(200);
        assertThat(http.isReady()).isTrue();
    }

    @Test
    void aProcessWhoseThreadsGoOnDyingEndsWithAnError() {
        beginWith(100);
        try {
            ThreadKillingInterceptor.killAll(deadly);
            send(20);
            await().atMost(MAX_WAIT).until(() -> !service.process().isAlive());
        } finally {
            ThreadKillingInterceptor.spare(deadly);
        }
        assertThat(service.process().awaitEnd()).isEqualTo(1);

        service.start();
        service.awaitReady();
        awaitAllStarted();
    }

    @Test
    void whoeverTakesItsTransactionalIdsStopsItForAMomentOnly() throws ExecutionException, InterruptedException {
        double before = http.metrics().sum(DIED);
        beginWith(100);
        try (Admin admin = servers.kafka().admin()) {
            List<String> ids = admin.listTransactions().all().get().stream()
                    .map(TransactionListing::transactionalId)
                    .filter(id -> id.startsWith("inner-service-"))
                    .toList();
            assertThat(ids).as("of both applications").hasSizeGreaterThanOrEqualTo(2);
            admin.fenceProducers(ids).all().get();
        }
        send(20);

        awaitAllStarted();
        assertThat(http.metrics().sum(DIED)).isEqualTo(before);
    }

    @Test
    void aProcessThatWasFrozenUntilOthersTookOverDoesNoHarm() {
        beginWith(200);

        service.process().freeze();
        try (Service second = environment.startAnother("second", Map.of("shutdown.leave.group", "true"))) {
            awaitAllStarted(); // its transactions were ended by the broker, its place taken
            service.process().thaw();
            send(20);
            awaitAllStarted();
            await().atMost(MAX_WAIT).until(http::isReady);
            assertThat(second.httpPort()).isPositive();
        }
        send(20);
    }
}
