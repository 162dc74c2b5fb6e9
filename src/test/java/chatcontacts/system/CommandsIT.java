package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.LocalEnvironment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands of an operator on the first day, against a real broker and a real registry. */
@ExtendWith(LocalServers.Shared.class)
final class CommandsIT {

    private static final List<SimulatedLane> LANES = List.of(
            new SimulatedLane("default", List.of(new LocalInstance("one", "one-0001", 10, true)), 5, 8, connect -> {}));

    @Test
    void topicsAndSchemasAreMadeOnceAndFoundAgain(LocalServers servers) {
        try (LocalEnvironment environment = new LocalEnvironment(servers, "commands", LANES, Map.of())) {
            assertThat(environment.command("topics", "create", "--dry-run").lines())
                    .hasSize(9)
                    .allMatch(line -> line.contains("would create"));
            assertThat(environment.command("topics", "create").lines())
                    .hasSize(9)
                    .allMatch(line -> line.contains("created"));
            assertThat(environment.command("topics", "create").lines())
                    .hasSize(9)
                    .allMatch(line -> line.contains("exists") && !line.contains("differs"));

            String registered = environment.command("schemas", "register");
            assertThat(registered.lines())
                    .hasSize(5)
                    .allMatch(line -> line.startsWith("commands-chat-") && line.endsWith("version 1"));
            assertThat(environment.command("schemas", "register")).isEqualTo(registered);

            assertThat(environment.command("doctor", "--call").lines())
                    .anyMatch(line -> line.matches("brokers .* OK .*"))
                    .anyMatch(line -> line.matches("topic +commands-chat-requests +OK .*"))
                    .anyMatch(line -> line.matches("registry +commands-chat-results-value +OK .*"))
                    .anyMatch(line -> line.matches("lane default +endpoint +OK +answers"))
                    .noneMatch(line -> line.contains("MISSING"));
            assertThatIllegalStateException()
                    .as("a topic is missing")
                    .isThrownBy(() -> environment.command("doctor", "--set", "topics.results=commands-none"))
                    .withMessageContaining("ended with 5");
        }
    }

    @Test
    void settingsAreCheckedAndShownWithoutSecrets(LocalServers servers) {
        try (LocalEnvironment environment = new LocalEnvironment(
                servers, "shown", LANES, Map.of("serde.basic.auth.user.info", "user:hush", "http.port", "0"))) {
            environment.command("config", "validate");
            String shown = environment.command("config", "show");

            assertThat(shown)
                    .contains("kafka.bootstrap.servers", "lanes.default.rate.burst", "[hidden]")
                    .doesNotContain("hush");
            assertThatIllegalStateException()
                    .isThrownBy(() -> environment.command("config", "validate", "--set", "http.prot=1"))
                    .withMessageContaining("ended with 2")
                    .withMessageContaining("http.prot");
        }
    }

    @Test
    void whatCannotBeReachedHasItsOwnExitCode(LocalServers servers) {
        try (LocalEnvironment environment = new LocalEnvironment(servers, "nowhere", LANES, Map.of())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> environment.command(
                            "schemas", "register", "--set", "schema.registry.url=http://127.0.0.1:1"))
                    .withMessageContaining("ended with 5");
        }
    }
}
