package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.connect.RandomDuration;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.Certificates;
import chatcontacts.testkit.servers.KafkaUserAcls;
import chatcontacts.testkit.servers.KafkaUserAcls.Permission;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.servers.SecuredKafka;
import chatcontacts.testkit.service.CommandOutput;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.ServiceMetrics;
import chatcontacts.testkit.service.ServiceMetrics.Page;
import chatcontacts.testkit.service.ServiceProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The service, in a process of its own, before a broker that asks who it is and allows nothing but what the manifests ask for. */
@ExtendWith(LocalServers.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecuredKafkaIT {

    private static final String USER = "chat-contact-processor";
    private static final Path MANIFEST = Path.of("k8s/components/strimzi/user.yaml");
    private static final Path OPERATOR = Path.of("k8s/components/strimzi/operator-user.yaml");
    private static final String FLOW = "ffffffff-0000-4000-8000-000000000001";
    private static final String OTHER_FLOW = "ffffffff-0000-4000-8000-000000000002";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ObjectMapper json = new ObjectMapper();

    private Path folder;
    private Certificates certificates;
    private static final String TOKEN = "a-token-of-operators";

    private SecuredKafka kafka;
    private Installation installation;
    private Installation deprived;
    private Installation newcomers;
    /** They mostly wait, so they do it beside the other tests. */
    private CompletableFuture<Void> deprival;

    private CompletableFuture<Void> arrival;

    @BeforeAll
    void start(LocalServers servers, @TempDir Path folderOfAll) {
        folder = folderOfAll;
        certificates = new Certificates(folder);
        kafka = new SecuredKafka(certificates);
        newcomers = new Installation(servers, "newcomer");
        arrival = beside(this::arrive);
        deprived = new Installation(servers, "deprived");
        deprived.begin();
        deprival = beside(this::deprive);
        installation = new Installation(servers, "");
        installation.begin();
    }

    private static CompletableFuture<Void> beside(Runnable scenario) {
        return CompletableFuture.runAsync(scenario, task -> new Thread(task, "scenario").start());
    }

    @AfterAll
    void stop() {
        CompletableFuture.allOf(deprival, arrival)
                .exceptionally(reported -> null)
                .join();
        installation.close();
        deprived.close();
        newcomers.close();
        kafka.close();
    }

    @Test
    void doesAllOfItsWorkWithTheRightsOfTheManifest() {
        ServiceProcess service = installation.service;
        service.awaitReady();
        JsonNode first = installation.outcome(0, "wide-0001", "first", FLOW);
        assertThat(first.get("status").asText()).isEqualTo("STARTED");
        assertThat(installation
                        .outcome(3, "wide-0001", "nowhere", OTHER_FLOW)
                        .get("reason")
                        .asText())
                .isEqualTo("REJECTED");

        installation.outcome(0, "full-0001", "fills", FLOW);
        installation.send("full-0001", "waits", FLOW);
        try (var sender = installation.environment.sender()) {
            sender.cancel("full-0001", "waits");
        }
        assertThat(installation
                        .outcome(3, "full-0001", "waits", FLOW)
                        .get("reason")
                        .asText())
                .isEqualTo("CANCELLED");
        await().atMost(PATIENCE).until(() -> installation.http.metrics().sum("chat_contact_events_total") > 0);

        // A restart, with a certificate in place of the password: it goes on from the state that the brokers keep.
        kafka.allow(all(installation.permissions("User:CN=" + USER)));
        assertThat(service.process().stop()).isZero();
        try (ServiceProcess other =
                installation.process("by-certificate", kafka.byCertificate(certificates.of(USER)))) {
            other.start();
            other.awaitReady();

            assertThat(installation.outcome(0, "wide-0001", "first", FLOW).get("contactId"))
                    .isEqualTo(first.get("contactId"));
            assertThat(installation
                            .outcome(0, "wide-0001", "by certificate", FLOW)
                            .get("status")
                            .asText())
                    .isEqualTo("STARTED");
            assertThat(other.process().stop()).isZero();
            assertThat(noise(other)).isEmpty();
        } finally {
            service.start();
        }
    }

    @Test
    void aMissingRightIsToldInOneLineAndTheWorkGoesOnWhenItIsGiven() {
        deprival.join();
    }

    private void deprive() {
        ServiceProcess service = deprived.service;
        service.awaitReady();
        ConnectSimulator connect = deprived.environment.connect("default");
        Map<String, Permission> permissions = deprived.permissions("User:" + deprived.user).stream()
                .collect(Collectors.toMap(it -> deprived.inManifest(it.resource()), it -> it));
        Set<String> tried = new HashSet<>();
        int before = lines(service).size();
        deprived.send("slow-0001", "starts", FLOW);
        deprived.send("slow-0001", "fails", OTHER_FLOW);
        await().atMost(PATIENCE).until(() -> connect.stats().calls() >= 2);
        List<Permission> missing = List.of();
        // Two at a time, one of each application, where that is possible. What one application cannot do now it tries
        // again with its next thread.
        for (String round : List.of(
                "topic chat-requests, topic chat-results",
                "topic contact-events, topic chat-requests-dead-letter",
                "topic chat-cancellations, topic chat-contact-processor-dispatch-state-changelog",
                "group chat-contact-processor-intake, group chat-contact-processor-dispatch",
                "transactionalId chat-contact-processor-intake-, transactionalId chat-contact-processor-dispatch-",
                "topic chat-control",
                "topic chat-control-log",
                "topic chat-dispatch-control",
                "topic chat-dispatch")) {
            List<Permission> given = missing;
            List<String> names = List.of(round.split(", ", -1));
            missing = names.stream().map(permissions::get).toList();
            tried.addAll(names);
            missing.forEach(it -> kafka.forbid(it.bindings()));
            given.forEach(it -> kafka.allow(it.bindings()));
            if (round.equals("topic chat-control-log")) {
                // It is written only when there is something to say.
                assertThat(deprived.control(Map.of(), "probe").code()).isZero();
            }
            missing.forEach(it -> await("a word about " + it.resource())
                    .atMost(PATIENCE)
                    .until(() -> refusals(service, before).stream().anyMatch(line -> names(it, line))));
        }
        missing.forEach(it -> kafka.allow(it.bindings()));
        await().atMost(PATIENCE).until(deprived.http::isReady);

        assertThat(tried).isEqualTo(permissions.keySet());
        assertThat(deprived.outcome(0, "slow-0001", "starts", FLOW)
                        .get("status")
                        .asText())
                .isEqualTo("STARTED");
        // Its first answer came to a thread that could not write it down.
        assertThat(deprived.outcome(3, "slow-0001", "fails", OTHER_FLOW)
                        .get("reason")
                        .asText())
                .isEqualTo("UNCERTAIN");
        assertThat(refusals(service, before)).hasSizeBetween(permissions.size(), 2 * permissions.size());
        assertThat(noise(service)).isEmpty();
        assertThat(service.process().isAlive()).isTrue();
    }

    @Test
    void whoIsNotLetInSaysWhyAndStartsAsSoonAsHeIs() {
        arrival.join();
    }

    private void arrive() {
        kafka.user("newcomer", "another");
        try (ServiceProcess newcomer = newcomers.process("newcomer", kafka.byPassword("newcomer", "right"));
                ServiceProcess expired =
                        newcomers.process("expired", kafka.byCertificate(certificates.expired("late")))) {
            newcomer.start();
            awaitWord(
                    newcomer,
                    "the brokers reject the credentials (SaslAuthenticationException); check"
                            + " kafka.sasl.mechanism and kafka.sasl.jaas.config");
            expired.start();

            kafka.user("newcomer", "right");
            awaitWord(newcomer, "newcomer-chat-results (topics.results) needs Write");

            List<Permission> permissions = newcomers.permissions("User:newcomer");
            Permission changelog = permissions.stream()
                    .filter(it -> it.resource().contains("changelog"))
                    .findFirst()
                    .orElseThrow();
            kafka.allow(all(permissions));
            kafka.forbid(changelog.of(AclOperation.CREATE));
            awaitWord(
                    newcomer,
                    "newcomer-service-dispatch-state-changelog (the state's changelog) needs Create, Read and Write");

            kafka.allow(changelog.of(AclOperation.CREATE));
            newcomer.awaitReady();
            assertThat(noise(newcomer)).isEmpty();

            awaitWord(expired, "no TLS connection to the brokers: ");
            awaitWord(expired, "check kafka.ssl.truststore.* and kafka.ssl.keystore.*");
            assertThat(noise(expired)).isEmpty();
            assertThat(refusals(expired, 0)).hasSize(1);
            assertThat(expired.process().isAlive()).isTrue();
        }
    }

    @Test
    void withoutWriteOnTheControlTopicNobodySteersTheService() {
        installation.service.awaitReady();
        kafka.user("operator", "right");
        kafka.user("stranger", "right");
        kafka.allow(all(KafkaUserAcls.read(OPERATOR, "User:operator")));
        kafka.allow(all(KafkaUserAcls.read(OPERATOR, "User:stranger").stream()
                .filter(it -> it.resource().equals("topic chat-control-log"))
                .toList()));

        CommandOutput refused = installation.control(kafka.byPassword("stranger", "right"), "pause", "--wait");
        assertThat(refused.code()).as(refused.complained()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(refused.complained()).contains("chat-control");
        assertThat(installation
                        .outcome(0, "wide-0001", "not paused", FLOW)
                        .get("status")
                        .asText())
                .isEqualTo("STARTED");

        CommandOutput done = installation.control(kafka.byPassword("operator", "right"), "pause", "--wait");
        assertThat(done.code()).as(done.complained()).isZero();
        assertThat(installation
                        .control(kafka.byPassword("operator", "right"), "resume", "--wait")
                        .code())
                .isZero();
    }

    @Test
    void commandsOverHttpNeedTheRightsOfAnOperatorToo() {
        installation.service.awaitReady();
        String limit = "{\"verb\":\"limit\",\"lane\":\"default\",\"rate\":400,\"why\":\"a test\",\"by\":\"ada\"}";
        Page denied = installation.http.command(TOKEN, limit);
        assertThat(denied.status()).as(denied.body()).isEqualTo(503);
        assertThat(denied.body()).contains("the brokers deny access", "chat-control");
        assertThat(installation
                        .outcome(0, "wide-0001", "not limited", FLOW)
                        .get("status")
                        .asText())
                .isEqualTo("STARTED");

        kafka.allow(all(KafkaUserAcls.read(OPERATOR, "User:" + USER)));
        Page done = installation.http.command(TOKEN, limit);
        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.body()).contains("\"status\":\"DONE\"");
    }

    /** One of several on the same brokers: topics, application and user of its own. */
    private final class Installation implements AutoCloseable {

        private final String user;
        private final String prefix;
        private final String application;
        private final LocalEnvironment environment;
        private final ServiceProcess service;
        private final ServiceMetrics http;

        /** @param name empty: with the names of the manifest */
        Installation(LocalServers servers, String name) {
            user = name.isEmpty() ? USER : name;
            prefix = name.isEmpty() ? "" : name + "-";
            application = name.isEmpty() ? USER : name + "-service";
            List<LocalInstance> instances = List.of(
                    new LocalInstance("wide", "wide-0001", 1_000, true),
                    new LocalInstance("slow", "slow-0001", 1_000, false),
                    new LocalInstance("full", "full-0001", 1, true));
            SimulatedLane lane = new SimulatedLane("default", instances, 500, 800, connect -> {
                connect.rules().knowFlow(FLOW);
                connect.latency("slow-0001", RandomDuration.fixed(Duration.ofSeconds(3)));
            });
            Map<String, String> quick = Map.of(
                    "kafka.consumer.session.timeout.ms", "3000",
                    "kafka.consumer.heartbeat.interval.ms", "500",
                    "kafka.producer.transaction.timeout.ms", "4000");
            environment = new LocalEnvironment(kafka.beside(servers), name, List.of(lane), quick);
            environment.setUp();
            service = process(prefix + "by-password", kafka.byPassword(user, "right"));
            http = service.http();
        }

        /** Gives the rights of the manifest and starts the service. */
        void begin() {
            kafka.user(user, "right");
            kafka.allow(all(permissions("User:" + user)));
            service.start();
        }

        List<Permission> permissions(String principal) {
            return KafkaUserAcls.read(
                    MANIFEST,
                    principal,
                    name -> name.startsWith(USER) ? application + name.substring(USER.length()) : prefix + name);
        }

        String inManifest(String resource) {
            return resource.replace(application, USER).replace(" " + prefix, " ");
        }

        ServiceProcess process(String name, Map<String, String> access) {
            Map<String, String> settings = new HashMap<>(environment.settings());
            settings.putAll(access);
            settings.put("http.control.token", TOKEN);
            // Its log is to be as it is in production, not as tests have it.
            List<String> jvm =
                    List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=logback.xml");
            return new ServiceProcess(name, folder, settings, jvm);
        }

        CommandOutput control(Map<String, String> access, String verb, String... more) {
            List<String> words = new ArrayList<>(List.of("control", verb, "--why", "a test"));
            words.addAll(List.of(more));
            access.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
            return environment.end("", words.toArray(String[]::new));
        }

        /** Its request with that token, sent by the test itself, and what became of it. */
        JsonNode outcome(int code, String instance, String token, String flow) {
            CommandOutput ended = submit(instance, token, flow, "--wait", "--json");
            assertThat(ended.code()).as(ended.complained()).isEqualTo(code);
            try {
                return json.readTree(ended.printed());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void send(String instance, String token, String flow) {
            CommandOutput ended = submit(instance, token, flow);
            assertThat(ended.code()).as(ended.complained()).isZero();
        }

        private CommandOutput submit(String instance, String token, String flow, String... more) {
            List<String> words = new ArrayList<>(List.of("submit", "--instance-id", instance));
            words.addAll(List.of("--contact-flow-id", flow, "--client-token", token));
            words.addAll(List.of("--participant-details", "DisplayName=Ada"));
            words.addAll(List.of(more));
            return environment.end("", words.toArray(String[]::new));
        }

        @Override
        public void close() {
            http.close();
            service.close();
            environment.close();
        }
    }

    private static List<AclBinding> all(List<Permission> permissions) {
        return permissions.stream().flatMap(it -> it.bindings().stream()).toList();
    }

    private static void awaitWord(ServiceProcess process, String word) {
        await("\"" + word + "\" in " + process.process().output())
                .atMost(PATIENCE)
                .until(() -> refusals(process, 0).stream().anyMatch(it -> it.contains(word)));
    }

    private static List<String> refusals(ServiceProcess process, int from) {
        return lines(process).stream()
                .skip(from)
                .filter(it -> it.contains("The brokers deny access") || it.contains("Start is waiting for brokers"))
                .toList();
    }

    private static boolean names(Permission permission, String line) {
        String name = permission.resource().substring(permission.resource().indexOf(' ') + 1);
        if (permission.resource().startsWith("transactionalId")) {
            String application = name.contains("intake") ? "application=\"intake\"" : "application=\"dispatch\"";
            return line.contains("transactional id") && line.contains(application);
        }
        return line.contains(permission.resource().startsWith("group") ? "group " + name + ":" : name + " (");
    }

    /** What else was said that somebody would have to read: stack traces, and words of the libraries. */
    private static List<String> noise(ServiceProcess process) {
        return lines(process).stream()
                .filter(it -> it.startsWith("\tat ")
                        || it.startsWith("Caused by")
                        || ((it.contains(" WARN ") || it.contains(" ERROR "))
                                && !it.matches(".*] c\\.a(pp)?\\..*")
                                && !it.contains("Using an OS temp directory")))
                .toList();
    }

    private static List<String> lines(ServiceProcess process) {
        try {
            return Files.readAllLines(process.process().output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
