package chatcontacts.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.RecordedConsole;
import chatcontacts.domain.request.RequestDecoder.Decoded;
import chatcontacts.registry.BundledSchemas;
import chatcontacts.registry.RegistryConnection;
import chatcontacts.registry.SchemaRegistration;
import chatcontacts.testkit.servers.LocalServers;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands that set up brokers and registry, against real ones. */
@ExtendWith(LocalServers.Shared.class)
class SetupIT {

    private static final String ALL_CREATED = "\"state\":\"created\"";

    private final RecordedConsole console = new RecordedConsole();

    /** The servers are there for others too: names of its own keep a test apart. */
    private void use(LocalServers servers, String name) {
        console.admin = Admin::create;
        console.environment.put("CHAT_KAFKA_BOOTSTRAP_SERVERS", servers.kafka().bootstrapServers());
        console.environment.put("CHAT_SCHEMA_REGISTRY_URL", servers.registry().url());
        Map.of(
                        "CHAT_TOPICS_REQUESTS", "requests",
                        "CHAT_TOPICS_DISPATCH", "dispatch",
                        "CHAT_TOPICS_DISPATCH_CONTROL", "dispatch-control",
                        "CHAT_TOPICS_RESULTS", "results",
                        "CHAT_TOPICS_DEAD_LETTER", "dead-letters",
                        "CHAT_TOPICS_CONTACT_EVENTS", "events",
                        "CHAT_TOPICS_CANCELLATIONS", "cancellations",
                        "CHAT_TOPICS_CONTROL", "control",
                        "CHAT_TOPICS_CONTROL_LOG", "control-log")
                .forEach((key, topic) -> console.environment.put(key, name + "-" + topic));
    }

    @Test
    void topicsAreCreatedOnceAndFoundAsPlannedAfterwards(LocalServers servers) {
        use(servers, "planned");

        assertThat(console.run("topics create --json --dry-run")).isZero();
        assertThat(console.run("topics create --json")).isZero();
        assertThat(console.run("topics create --json")).isZero();

        List<String> answers = console.printed().lines().toList();
        assertThat(answers.get(0).split("\"state\":\"would create\"", -1)).hasSize(10);
        assertThat(answers.get(1).split(ALL_CREATED, -1)).hasSize(10);
        assertThat(answers.get(2).split("\"state\":\"exists\",\"differences\":\\[]", -1))
                .hasSize(10);

        assertThat(console.run("topics create --replication 3 --set topics.requests=more"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(console.errors().getLast()).startsWith("the brokers reject the request: ");
    }

    @Test
    void schemasAreRegisteredOnceAndNeverBrokenAfterwards(LocalServers servers) {
        use(servers, "registered");
        Schema first = SchemaBuilder.record("R").fields().requiredString("a").endRecord();
        Schema incompatible =
                SchemaBuilder.record("R").fields().requiredLong("a").endRecord();

        assertThat(register(first)).isZero();
        assertThat(register(first)).isZero();
        assertThat(register(incompatible)).isEqualTo(ExitCode.USAGE);

        assertThat(console.printed()).matches("(registered-requests-value  id \\d+  version 1\n){2}");
        assertThat(console.errors().getLast())
                .startsWith("the schema registry rejects registered-requests-value: the schema is incompatible");
    }

    @Test
    void schemasAreComparedWithTheRegistryAndLeftAsTheyAre(LocalServers servers) {
        use(servers, "compared");
        Map<String, Schema> shipped = BundledSchemas.byTopic(
                "compared-requests",
                "compared-results",
                "compared-cancellations",
                "compared-control",
                "compared-control-log");

        assertThat(console.run("schemas check")).isEqualTo(ExitCode.USAGE);
        assertThat(console.printed().lines()).hasSize(5).allMatch(it -> it.endsWith("  missing"));

        new SchemaRegistration(Map.of("schema.registry.url", servers.registry().url())).register(shipped);
        assertThat(console.run("schemas check --json")).isZero();
        assertThat(console.printed()).contains("{\"upToDate\":true,", "\"state\":\"SAME\",\"version\":1,\"latest\":1,");

        assertThat(console.run("schemas check --set topics.results=compared-requests-2"
                        + " --set topics.requests=compared-results"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(console.printed()).contains("compared-results-value", "differs from version 1, not compatible");
        assertThat(console.errors())
                .singleElement()
                .asString()
                .startsWith("compared-results-value version 1 lacks fields: contactFlowId, ");
    }

    @Test
    void aForeignLatestVersionIsToldAndRemovedWhileItsValuesStayReadable(LocalServers servers) {
        use(servers, "foreign");
        registerShipped(servers, "foreign");
        Schema shipped = shipped("foreign");
        Schema canonical = new Schema.Parser().parse(SchemaNormalization.toParsingForm(shipped));

        byte[] value = write(servers, "foreign-requests", request(canonical));

        assertThat(console.run("schemas check")).isEqualTo(ExitCode.USAGE);
        assertThat(console.errors())
                .anyMatch(it -> it.startsWith("foreign-requests-value version 2 lacks defaults: ")
                        && it.contains("priority")
                        && it.contains("lacks docs: "));
        assertThat(register(shipped)).isEqualTo(ExitCode.USAGE);
        assertThat(console.run("schemas repair")).isEqualTo(ExitCode.USAGE);
        assertThat(console.errors()).endsWith("Soft-delete this version? [y/N]", "Nothing was deleted.");
        assertThat(console.run("schemas check --json")).isEqualTo(ExitCode.USAGE);
        assertThat(console.printed()).contains("\"latest\":2").contains("\"missingDefaults\":[\"");
        assertThat(console.run("schemas repair --json")).isEqualTo(ExitCode.USAGE);
        assertThat(console.printed()).contains("{\"deleted\":false,");

        console.in = new ByteArrayInputStream("y\n".getBytes(StandardCharsets.UTF_8));
        assertThat(console.run("schemas repair")).isZero();

        assertThat(console.printed()).contains("foreign-requests-value version 2 lacks defaults: ");
        assertThat(console.run("schemas check")).isZero();
        assertThat(register(shipped)).isZero();
        assertThat(console.run("schemas repair")).isZero();
        assertThat(console.printed())
                .contains("foreign-requests-value version 1 is of this release; nothing to delete");
        try (RegistryConnection connection = RegistryConnection.with(
                Map.of("schema.registry.url", servers.registry().url()))) {
            assertThat(connection.requestDecoder().decode("foreign-requests", value))
                    .isInstanceOf(Decoded.class);
        }
    }

    @Test
    void trimmedVersionsAmongOthersAreRemovedAndNewerOnesOfOursAreLeft(LocalServers servers) {
        use(servers, "polluted");
        assertThat(console.run("schemas repair --yes")).isEqualTo(ExitCode.USAGE);
        assertThat(console.printed())
                .contains(
                        "polluted-requests-value does not have the schema of this release: run schemas register first");
        registerShipped(servers, "polluted");
        Schema shipped = shipped("polluted");
        Schema trimmed = new Schema.Parser().parse("""
                {"type":"record","name":"ChatRequest","namespace":"chatcontacts","fields":[
                  {"name":"instanceId","type":"string"},{"name":"contactFlowId","type":"string"},
                  {"name":"participantDetails","type":{"type":"record","name":"ParticipantDetails","fields":[
                    {"name":"displayName","type":"string"}]}}]}
                """);
        Schema newer = new Schema.Parser()
                .parse(shipped.toString()
                        .replaceFirst(
                                "\"fields\":\\[",
                                "\"fields\":[{\"name\":\"later\",\"type\":[\"null\",\"string\"],\"default\":null},"));
        Schema trimmedWithTime = new Schema.Parser()
                .parse(
                        trimmed.toString()
                                .replace(
                                        "\"displayName\",\"type\":\"string\"}]}}",
                                        "\"displayName\",\"type\":\"string\"}]}},{\"name\":\"startBy\",\"type\":[\"null\",\"long\"],\"default\":null}"));
        write(servers, "polluted-requests", request(trimmed));
        write(servers, "polluted-requests", request(newer));

        assertThat(console.run("schemas check")).isZero();
        assertThat(console.errors())
                .containsExactly(
                        "note: polluted-requests-value version 3 has fields that this release does not know: later");

        write(servers, "polluted-requests", request(trimmedWithTime));
        assertThat(console.run("schemas check")).isEqualTo(ExitCode.USAGE);
        assertThat(console.run("schemas repair --yes")).isZero();

        assertThat(console.printed())
                .contains("polluted-requests-value version 2 lacks fields: ", "clientToken", "attributes")
                .contains(
                        "polluted-requests-value version 4 lacks fields: ", "has other types: startBy is [null, long]");
        assertThat(console.run("schemas check")).isZero();
        assertThat(console.printed()).contains("same: version 1, latest is version 3");
    }

    private static Schema shipped(String name) {
        return BundledSchemas.byTopic(name + "-requests", name + "-results", "", "", "")
                .get(name + "-requests");
    }

    private static void registerShipped(LocalServers servers, String name) {
        new SchemaRegistration(Map.of("schema.registry.url", servers.registry().url()))
                .register(BundledSchemas.byTopic(
                        name + "-requests",
                        name + "-results",
                        name + "-cancellations",
                        name + "-control",
                        name + "-control-log"));
    }

    private static GenericRecord request(Schema schema) {
        GenericRecord participant =
                new GenericData.Record(schema.getField("participantDetails").schema());
        participant.put("displayName", "Ada");
        GenericRecord request = new GenericData.Record(schema);
        request.put("instanceId", "i");
        request.put("contactFlowId", "f");
        request.put("participantDetails", participant);
        return request;
    }

    /** As a producer with its client's default settings does: the serializer registers its schema. */
    private static byte[] write(LocalServers servers, String topic, GenericRecord request) {
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
            serializer.configure(
                    Map.of("schema.registry.url", servers.registry().url()), false);
            return serializer.serialize(topic, request);
        }
    }

    private int register(Schema schema) {
        console.registrar =
                settings -> new SchemaRegistration(settings.registry().client())
                        .register(Map.of(settings.topics().requests(), schema));
        return console.run("schemas register");
    }
}
