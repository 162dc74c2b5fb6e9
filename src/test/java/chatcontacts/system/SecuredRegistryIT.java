package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.app.Service;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.Certificates;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.servers.SecuredRegistry;
import chatcontacts.testkit.service.CapturedLog;
import chatcontacts.testkit.service.CommandOutput;
import chatcontacts.testkit.service.LocalEnvironment;
import chatcontacts.testkit.service.ServiceMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A registry behind TLS and basic authentication, whose schemas somebody else registers. */
@ExtendWith(LocalServers.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecuredRegistryIT {

    private static final String FLOW = "ffffffff-0000-4000-8000-000000000001";
    private static final String OTHER_FLOW = "ffffffff-0000-4000-8000-000000000002";
    private static final String USER = "serde.basic.auth.user.info=";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SecuredRegistry gate;
    private LocalEnvironment environment;

    @BeforeAll
    void start(LocalServers servers, @TempDir Path folder) {
        Certificates certificates = new Certificates(folder);
        gate = new SecuredRegistry(servers.registry(), certificates, certificates.of("registry"));
        SimulatedLane lane = new SimulatedLane(
                "default",
                List.of(new LocalInstance("wide", "wide-0001", 1_000, true)),
                500,
                800,
                connect -> connect.rules().knowFlow(FLOW));
        environment = new LocalEnvironment(
                servers,
                "gate",
                List.of(lane),
                Map.of(
                        "schema.registry.url",
                        gate.url(),
                        "serde.basic.auth.user.info",
                        "reader:r",
                        "serde.auto.register.schemas",
                        "false",
                        "serde.schema.registry.ssl.truststore.type",
                        "PKCS12",
                        "serde.schema.registry.ssl.truststore.location",
                        certificates.trusted().toString(),
                        "serde.schema.registry.ssl.truststore.password",
                        Certificates.PASSWORD));
        environment.command("topics", "create", "--partitions", "4", "--replication", "1");
    }

    @AfterAll
    void stop() {
        environment.close();
        gate.close();
    }

    @Test
    void whoRegistersIsAnotherThanWhoRuns() {
        CommandOutput unknown = environment.end("", "schemas", "check");
        assertThat(unknown.code()).as(unknown.complained()).isEqualTo(2);
        refused("the user of serde.basic.auth.user.info lacks permission (403,", "schemas", "register");
        environment.command("schemas", "register", "--set", USER + "writer:w");
        environment.command("schemas", "check");
        int before = gate.forbidden().size();

        try (Service service = environment.startService();
                ServiceMetrics http = new ServiceMetrics(service.httpPort())) {
            await().atMost(PATIENCE).until(http::isReady);
            assertThat(submit(FLOW).printed()).contains("STARTED");
            assertThat(submit(OTHER_FLOW).printed()).contains("REJECTED");
            assertThat(environment
                            .command("watch", "--from-beginning", "--max", "3", "--json")
                            .lines())
                    .hasSize(3)
                    .noneMatch(line -> line.contains("unreadable"));
            assertThat(environment.command("redrive", "--dry-run")).contains("1 would be sent");
        }
        assertThat(gate.forbidden()).hasSize(before);

        eachCommandSaysInOneLineThatTheCredentialsAreNotAccepted();
        theServiceSaysWhatItWaitsFor();
    }

    private void eachCommandSaysInOneLineThatTheCredentialsAreNotAccepted() {
        String wrong = USER + "reader:wrong";
        String named = "serde.basic.auth.user.info";
        refused(named, "schemas", "register", "--set", wrong);
        refused(named, "schemas", "check", "--set", wrong);
        refused(named, "redrive", "--dry-run", "--set", wrong);
        refused(
                named,
                "submit",
                "--instance-id",
                "wide-0001",
                "--contact-flow-id",
                FLOW,
                "--participant-details",
                "DisplayName=Ada",
                "--set",
                wrong);
        // Whom Java itself trusts did not sign this.
        refused(
                "no TLS connection to the schema registry",
                "schemas",
                "check",
                "--set",
                "serde.schema.registry.ssl.truststore.location=" + System.getProperty("java.home")
                        + "/lib/security/cacerts");
    }

    private void theServiceSaysWhatItWaitsFor() {
        try (CapturedLog log = new CapturedLog();
                Service service =
                        environment.startAnother("stranger", Map.of("serde.basic.auth.user.info", "reader:wrong"));
                ServiceMetrics http = new ServiceMetrics(service.httpPort())) {
            String word = "the schema registry rejects the credentials of serde.basic.auth.user.info (401";
            await().atMost(PATIENCE)
                    .until(() -> http.get("/health/ready").body().contains(word));
            assertThat(log.texts())
                    .filteredOn(it -> it.contains("Start is waiting"))
                    .hasSize(1);
        }
    }

    @Test
    void aSchemaThatTheRegistryRefusesIsNamed() {
        gate.refuseSchemas(true);
        try {
            CommandOutput ended = environment.end("", "schemas", "register", "--set", USER + "writer:w");
            assertThat(ended.code()).as(ended.complained()).isEqualTo(2);
            assertThat(ended.complained().lines())
                    .singleElement()
                    .asString()
                    .contains("gate-chat-requests-value", "the schema or its compatibility level is invalid (422");
        } finally {
            gate.refuseSchemas(false);
        }
    }

    private CommandOutput submit(String flow) {
        List<String> words = new ArrayList<>(List.of("submit", "--wait", "--json", "--instance-id", "wide-0001"));
        words.addAll(List.of("--contact-flow-id", flow, "--participant-details", "DisplayName=Ada"));
        return environment.end("", words.toArray(String[]::new));
    }

    private void refused(String word, String... command) {
        CommandOutput ended = environment.end("", command);
        assertThat(ended.complained().lines()).singleElement().asString().contains(word);
        assertThat(ended.code()).isEqualTo(5);
    }
}
