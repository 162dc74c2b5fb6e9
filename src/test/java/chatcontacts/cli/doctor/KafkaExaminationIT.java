package chatcontacts.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.RecordedConsole;
import chatcontacts.testkit.servers.Certificates;
import chatcontacts.testkit.servers.KafkaUserAcls;
import chatcontacts.testkit.servers.KafkaUserAcls.Permission;
import chatcontacts.testkit.servers.SecuredKafka;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} finds out about brokers that allow nothing but what the manifests ask for. */
final class KafkaExaminationIT {

    private static final String USER = "chat-contact-processor";
    private static final List<Permission> MANIFEST =
            KafkaUserAcls.read(Path.of("k8s/components/strimzi/user.yaml"), "User:" + USER);

    private static SecuredKafka kafka;

    private final ObjectMapper json = new ObjectMapper();
    private final RecordedConsole console = new RecordedConsole();

    @BeforeAll
    static void start(@TempDir Path folder) {
        kafka = new SecuredKafka(new Certificates(folder));
        kafka.user(USER, "right");
        RecordedConsole admin = new RecordedConsole();
        admin.admin = Admin::create;
        assertThat(admin.run("topics create --partitions 3 --set kafka.bootstrap.servers=" + kafka.plainAddress()))
                .isZero();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void connect() {
        console.admin = Admin::create;
        kafka.forbidAll();
    }

    private static void allow(AclOperation without, String resource) {
        List<AclBinding> all = new ArrayList<>();
        for (Permission permission : MANIFEST) {
            permission.bindings().stream()
                    .filter(it -> !permission.resource().equals(resource)
                            || it.entry().operation() != without)
                    .forEach(all::add);
        }
        kafka.allow(all);
    }

    /** State and hint by area and subject. */
    private Map<String, String> doctor(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--json"));
        kafka.byPassword(USER, "right").forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        arguments.addAll(List.of(more));
        assertThat(console.run("doctor", arguments.toArray(String[]::new)))
                .as(console.errors().toString())
                .isEqualTo(ExitCode.UNREACHABLE);
        Map<String, String> findings = new TreeMap<>();
        for (JsonNode it : json.readTree(console.printed()).get("findings")) {
            findings.put(
                    it.get("area").asText() + " " + it.get("subject").asText(),
                    it.get("state").asText() + " " + it.get("hint").asText());
        }
        return findings;
    }

    @Test
    void whatTheManifestAllowsIsEnough() throws IOException {
        allow(AclOperation.UNKNOWN, "");
        Map<String, String> findings = doctor();
        assertThat(findings.entrySet().stream().filter(it -> !it.getKey().startsWith("registry")))
                .hasSizeGreaterThan(20)
                .allMatch(it -> it.getValue().equals("OK "));
        assertThat(findings)
                .containsKeys(
                        "group chat-contact-processor-intake",
                        "group chat-contact-processor-dispatch",
                        "transactional ids chat-contact-processor-intake-",
                        "transactional ids chat-contact-processor-dispatch-",
                        "topic chat-contact-processor-dispatch-state-changelog",
                        "topic settings chat-results");
    }

    @Test
    void withoutAnyPermissionEachOneIsNamed() throws IOException {
        assertThat(doctor())
                .containsEntry("group chat-contact-processor-intake", "MISSING allow Read on it")
                .containsEntry("group chat-contact-processor-dispatch", "MISSING allow Read on it")
                .containsEntry(
                        "transactional ids chat-contact-processor-dispatch-",
                        "MISSING allow Write on all that begin with it")
                .containsEntry("topic chat-dispatch", "MISSING allow Read and Write");
    }

    @Test
    void aGroupThatMayOnlyBeDescribedCannotBeJoined() throws IOException {
        allow(AclOperation.READ, "group chat-contact-processor-intake");
        assertThat(doctor())
                .containsEntry("group chat-contact-processor-intake", "MISSING allow Read on it")
                .containsEntry("group chat-contact-processor-dispatch", "OK ");
    }

    @Test
    void settingsOfTopicsThatDifferAreAWarning() throws IOException {
        assertThat(doctorOfAll("--set", "topics.requests.retention.ms=3600000"))
                .containsEntry(
                        "topic settings chat-requests",
                        "WARNING alter the topic, or set the topics.*.retention.ms that it is to have")
                .containsEntry("topic settings chat-results", "OK ");
        assertThat(console.printed()).contains("retention.ms 604800000, planned 3600000");
    }

    /** As a user who may do everything. */
    private Map<String, String> doctorOfAll(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of(
                "--set",
                "kafka.security.protocol=PLAINTEXT",
                "--set",
                "kafka.bootstrap.servers=" + kafka.plainAddress()));
        return doctor(arguments.toArray(String[]::new));
    }
}
