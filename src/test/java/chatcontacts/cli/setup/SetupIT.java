package chatcontacts.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.RecordedConsole;
import chatcontacts.registry.BundledSchemas;
import chatcontacts.registry.SchemaRegistration;
import chatcontacts.testkit.servers.LocalServers;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
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
        assertThat(answers.get(0).split("\"state\":\"would create\"", -1)).hasSize(9);
        assertThat(answers.get(1).split(ALL_CREATED, -1)).hasSize(9);
        assertThat(answers.get(2).split("\"state\":\"exists\",\"differences\":\\[]", -1))
                .hasSize(9);

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
        assertThat(console.errors()).isEmpty();
    }

    private int register(Schema schema) {
        console.registrar =
                settings -> new SchemaRegistration(settings.registry().client())
                        .register(Map.of(settings.topics().requests(), schema));
        return console.run("schemas register");
    }
}
