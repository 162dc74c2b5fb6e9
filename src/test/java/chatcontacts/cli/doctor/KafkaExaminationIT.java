package chatcontacts.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.RecordedConsole;
import chatcontacts.testkit.hostile.RawProducer;
import chatcontacts.testkit.servers.Certificates;
import chatcontacts.testkit.servers.KafkaUserAcls;
import chatcontacts.testkit.servers.KafkaUserAcls.Permission;
import chatcontacts.testkit.servers.SecuredKafka;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} finds out about brokers that allow nothing but what the manifests ask for. */
final class KafkaExaminationIT {

    private static final String NONE_HANGS = "open transactions all topics that may be read";
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
        console.out = new StringWriter();
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
                        "topic settings chat-results",
                        "open transactions all topics that may be read");
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

    /** As after a record that a broker has written when its transaction had ended. */
    @Test
    void aTransactionThatNobodyWillEndIsNamedAndOneThatIsStillOpenIsNot() throws Exception {
        TopicPartition partition = new TopicPartition("chat-requests", 1);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.plainAddress()));
                RawProducer late = new RawProducer(kafka.plainAddress());
                Producer<byte[], byte[]> website = transactionalProducer("a-website")) {
            website.beginTransaction();
            write(website, partition);
            assertThat(doctorOfAll()).containsEntry(NONE_HANGS, "OK ");
            website.commitTransaction();
            verifyTransactions(admin, false);

            ProducerState ended = state(admin, partition);
            MemoryRecords batch = MemoryRecords.withTransactionalRecords(
                    Compression.NONE,
                    ended.producerId(),
                    (short) ended.producerEpoch(),
                    0,
                    new SimpleRecord(new byte[1]));
            long offset = await("the brokers to follow")
                    .ignoreException(IllegalStateException.class)
                    .until(
                            () -> late.send("a-website", partition.topic(), partition.partition(), batch),
                            it -> it >= 0);

            assertThat(doctorOfAll())
                    .doesNotContainKey(NONE_HANGS)
                    .containsEntry(
                            "open transactions chat-requests-1",
                            "MISSING kafka-transactions.sh --bootstrap-server " + kafka.plainAddress()
                                    + " abort --topic chat-requests --partition 1 --start-offset " + offset);
            allow(AclOperation.UNKNOWN, "");
            assertThat(doctor())
                    .containsEntry(
                            "open transactions chat-requests-1",
                            "WARNING look again as a user who may describe all transactional ids");
            admin.abortTransaction(new AbortTransactionSpec(
                            partition,
                            ended.producerId(),
                            (short) ended.producerEpoch(),
                            ended.coordinatorEpoch().orElse(0)))
                    .all()
                    .get();
            assertThat(doctorOfAll()).containsEntry(NONE_HANGS, "OK ");
        } finally {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.plainAddress()))) {
                verifyTransactions(admin, true);
            }
        }
    }

    private static Producer<byte[], byte[]> transactionalProducer(String id) {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.plainAddress(), "transactional.id", id),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static void write(Producer<byte[], byte[]> producer, TopicPartition partition) throws Exception {
        producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, new byte[1]))
                .get();
    }

    private static ProducerState state(Admin admin, TopicPartition partition) throws Exception {
        return admin.describeProducers(List.of(partition))
                .partitionResult(partition)
                .get()
                .activeProducers()
                .getFirst();
    }

    /** Whether brokers ask the coordinator about records of a transaction. */
    private static void verifyTransactions(Admin admin, boolean verify) throws Exception {
        ConfigEntry entry = new ConfigEntry("transaction.partition.verification.enable", Boolean.toString(verify));
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.BROKER, ""),
                        List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                .all()
                .get();
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
