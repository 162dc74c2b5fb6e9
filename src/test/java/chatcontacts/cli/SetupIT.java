package chatcontacts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.local.LocalKafka;
import chatcontacts.local.LocalRegistry;
import chatcontacts.registry.SchemaRegistration;
import chatcontacts.registry.ShippedSchemas;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** The commands that set up brokers and registry, against real ones. */
class SetupIT {

    private static final String ALL_CREATED = "\"state\":\"created\"";

    private final Console console = new Console();

    @Test
    void topicsAreCreatedOnceAndFoundAsPlannedAfterwards() {
        console.admin = Admin::create;
        try (LocalKafka kafka = LocalKafka.start(1)) {
            console.environment.put("CHAT_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());

            assertThat(console.run("topics create --json --dry-run")).isZero();
            assertThat(console.run("topics create --json")).isZero();
            assertThat(console.run("topics create --json")).isZero();

            List<String> answers = console.printed().lines().toList();
            assertThat(answers.get(0).split("\"state\":\"would create\"", -1)).hasSize(7);
            assertThat(answers.get(1).split(ALL_CREATED, -1)).hasSize(7);
            assertThat(answers.get(2).split("\"state\":\"exists\",\"differences\":\\[]", -1))
                    .hasSize(7);

            assertThat(console.run("topics create --replication 3 --set topics.requests=more"))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(console.errors().getLast()).startsWith("the brokers refuse: ");
        }
    }

    @Test
    void schemasAreRegisteredOnceAndNeverBrokenAfterwards() {
        try (LocalRegistry registry = LocalRegistry.startNew()) {
            console.environment.put("CHAT_SCHEMA_REGISTRY_URL", registry.url());
            Schema first =
                    SchemaBuilder.record("R").fields().requiredString("a").endRecord();
            Schema incompatible =
                    SchemaBuilder.record("R").fields().requiredLong("a").endRecord();

            assertThat(register(first)).isZero();
            assertThat(register(first)).isZero();
            assertThat(register(incompatible)).isEqualTo(ExitCode.USAGE);

            assertThat(console.printed()).matches("(chat-requests-value  id \\d+  version 1\n){2}");
            assertThat(console.errors().getLast())
                    .startsWith("the schema registry refuses chat-requests-value: the schema is not compatible");
        }
    }

    @Test
    void schemasAreComparedWithTheRegistryAndLeftAsTheyAre() {
        try (LocalRegistry registry = LocalRegistry.startNew()) {
            console.environment.put("CHAT_SCHEMA_REGISTRY_URL", registry.url());
            Map<String, Schema> shipped = ShippedSchemas.byTopic("chat-requests", "chat-results", "chat-cancellations");

            assertThat(console.run("schemas check")).isEqualTo(ExitCode.USAGE);
            assertThat(console.printed().lines()).hasSize(3).allMatch(it -> it.endsWith("  missing"));

            new SchemaRegistration(Map.of("schema.registry.url", registry.url())).register(shipped);
            assertThat(console.run("schemas check --json")).isZero();
            assertThat(console.printed())
                    .contains("{\"sound\":true,", "\"state\":\"SAME\",\"version\":1,\"latest\":1,");

            assertThat(console.run(
                            "schemas check --set topics.results=chat-requests-2 --set topics.requests=chat-results"))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(console.printed()).contains("chat-results-value", "differs from version 1, not compatible");
            assertThat(console.errors()).isEmpty();
        }
    }

    private int register(Schema schema) {
        console.registrar =
                settings -> new SchemaRegistration(settings.registry().client())
                        .register(Map.of(settings.topics().requests(), schema));
        return console.run("schemas register");
    }
}
