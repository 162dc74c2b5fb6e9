package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.ChatRequest;
import chatcontacts.ParticipantDetails;
import chatcontacts.app.Service;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.CapturedLog;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.OutcomeCounts;
import chatcontacts.testkit.service.RequestSender;
import chatcontacts.testkit.service.RunningService;
import chatcontacts.testkit.service.ServiceMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two processes go through upgrades and rollbacks while requests come: nothing is dead-lettered, lost or started twice. */
@ExtendWith(LocalServers.Shared.class)
final class RollingUpgradeIT {

    /** This release, the next one, and the next one held at the format of this one. */
    private static final FormatVersions OLD = FormatVersions.CURRENT;

    private static final FormatVersions NEW = new FormatVersions(OLD.newest() + 1, OLD.newest() + 1);
    private static final FormatVersions HELD = new FormatVersions(OLD.newest() + 1, OLD.newest());

    @Test
    void upgradesInTwoStepsWithARollbackInBetween(LocalServers servers) {
        try (Fleet fleet = new Fleet(servers, "twosteps")) {
            fleet.run("one", OLD);
            fleet.run("two", OLD);
            fleet.run("two", HELD);
            fleet.run("one", HELD);
            fleet.run("one", OLD); // back
            fleet.run("one", HELD);
            fleet.run("two", NEW);
            fleet.run("one", NEW);

            fleet.assertAllStarted();
            assertThat(fleet.kept()).isZero();
        }
    }

    @Test
    void keepsWhatANewerIntakeWritesUntilTheOwnerOfTheLaneIsUpgraded(LocalServers servers) {
        try (Fleet fleet = new Fleet(servers, "onestep")) {
            fleet.run("one", OLD);
            fleet.run("two", OLD);
            fleet.run("two", NEW);
            await().atMost(Duration.ofMinutes(1)).until(() -> fleet.kept() > 0);
            fleet.run("one", NEW);

            fleet.assertAllStarted();
            await().atMost(Duration.ofMinutes(1)).until(() -> fleet.kept() == 0);
        }
    }

    @Test
    void anOlderReleaseRefusesTheStateAndTheNewerOneGoesOnWithIt(LocalServers servers) {
        try (Fleet fleet = new Fleet(servers, "refused");
                CapturedLog log = new CapturedLog()) {
            fleet.run("one", NEW);
            fleet.awaitSome();
            fleet.start("one", OLD);
            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(log.ours())
                            .anySatisfy(line -> assertThat(line).contains("This release is too old for the state")));
            fleet.run("one", NEW);

            fleet.assertAllStarted();
        }
    }

    /** Processes by name, and requests that come all the time. */
    private static final class Fleet implements AutoCloseable {
        private final LocalEnvironment environment;
        private final RequestSender sender;
        private final OutcomeCounts outcomes;
        private final Map<String, Service> services = new HashMap<>();
        private final Map<String, ServiceMetrics> metrics = new HashMap<>();
        private final Queue<Future<RecordMetadata>> sent = new ConcurrentLinkedQueue<>();
        private final Thread load = new Thread(this::load, "load");
        private volatile boolean stopped;

        Fleet(LocalServers servers, String name) {
            List<SimulatedLane> lanes = Stream.of("amber", "blue", "coral", "green")
                    .map(lane -> new SimulatedLane(
                            lane, List.of(new LocalInstance(lane, id(lane), 100_000, false)), 500, 800, it -> {}))
                    .toList();
            environment = new LocalEnvironment(servers, name, lanes, Map.of("instances.unlisted", "reject"));
            environment.setUp();
            sender = RequestSender.of(environment);
            outcomes = new OutcomeCounts(environment);
            load.start();
        }

        private static String id(String lane) {
            return lane + "-0001";
        }

        private void load() {
            List<String> lanes = List.copyOf(environment.connects().keySet());
            for (int i = 0; !stopped; i++) {
                ChatRequest request = ChatRequest.newBuilder()
                        .setInstanceId(id(lanes.get(i % lanes.size())))
                        .setContactFlowId("flow")
                        .setClientToken("token " + i)
                        .setParticipantDetails(new ParticipantDetails("Ada"))
                        .build();
                sent.add(sender.send("key " + i, request));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(40));
            }
        }

        /** Starts a process of that name in place of the former one, and returns when it works. */
        void run(String name, FormatVersions formats) {
            start(name, formats);
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> metrics.values().stream().allMatch(ServiceMetrics::isReady));
            awaitSome();
        }

        void start(String name, FormatVersions formats) {
            stop(name);
            Service service = environment.startAnother(name, Map.of(), formats);
            services.put(name, service);
            metrics.put(name, new ServiceMetrics(service.httpPort()));
        }

        /** What was sent by now and a little more is with the service, started or kept. */
        void awaitSome() {
            int target = sent.size() + 50;
            await().atMost(Duration.ofMinutes(1)).until(() -> sent.size() >= target);
        }

        double kept() {
            return metrics.values().stream()
                    .mapToDouble(it -> it.metrics().sum("chat_kept_messages"))
                    .sum();
        }

        void assertAllStarted() {
            stopLoad();
            List<RecordMetadata> written =
                    sent.stream().map(RunningService::written).toList();
            await().atMost(Duration.ofMinutes(2)).until(() -> written.stream().allMatch(outcomes::isStarted));
            assertThat(outcomes.faults()).isEmpty();
            assertThat(environment.committed(environment.topics().deadLetter())).isEmpty();
            assertThat(environment.connects().values())
                    .allSatisfy(it ->
                            assertThat(it.stats().tokensWithSeveralContacts()).isZero());
        }

        private void stop(String name) {
            if (services.containsKey(name)) {
                metrics.remove(name).close();
                services.remove(name).close();
            }
        }

        private void stopLoad() {
            stopped = true;
            try {
                load.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            sender.flush();
        }

        @Override
        public void close() {
            stopLoad();
            List.copyOf(services.keySet()).forEach(this::stop);
            outcomes.close();
            sender.close();
            environment.close();
        }
    }
}
