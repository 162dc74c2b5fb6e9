package chatcontacts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.RecordedConsole;
import chatcontacts.config.LoadedSettings;
import chatcontacts.registry.LatestVersion;
import chatcontacts.registry.SchemaDifferences;
import chatcontacts.registry.SchemaRegistration.Registered;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {

    private final RecordedConsole console = new RecordedConsole();

    @TempDir
    private Path folder;

    @Test
    void runHandsTheSettingsToTheServiceAndReturnsItsCode() {
        List<LoadedSettings> seen = new ArrayList<>();
        console.runner = settings -> {
            seen.add(settings);
            return 7;
        };

        assertThat(console.run("run --set http.port=9 --set kafka.client.rack=a=b"))
                .isEqualTo(7);

        assertThat(seen.getFirst().settings().http().port()).isEqualTo(9);
        assertThat(seen.getFirst().settings().kafka().common()).containsEntry("client.rack", "a=b");
        assertThat(console.errors()).isEmpty();
    }

    @Test
    void commonOptionsStandBeforeOrBehindTheCommand() throws IOException {
        Path file = Files.writeString(folder.resolve("a.properties"), "http.port=1234\n");

        assertThat(console.run("--config " + file + " --json config show")).isZero();
        assertThat(console.printed()).contains("{\"key\":\"http.port\",\"value\":\"1234\",\"source\":\"file\"}");

        assertThat(console.run("config show --config " + file + " --set topics.cancellations="))
                .isZero();
        assertThat(console.printed()).contains("\nfile     http.port = 1234\n", "\nflag     topics.cancellations =\n");
    }

    @Test
    void configShowTellsTheSourceOfEachValueAndHidesSecrets() {
        console.environment.put("CHAT_KAFKA_SASL_JAAS_CONFIG", "password=hunter2");
        console.environment.put("CHAT_NONSENSE", "1");

        assertThat(console.run("config show")).isZero();

        assertThat(console.printed())
                .startsWith("default  application.id = chat-contact-processor\n")
                .contains("\nenv      kafka.bootstrap.servers = broker:9092\n")
                .contains("\nenv      kafka.sasl.jaas.config = [hidden]\n")
                .doesNotContain("hunter2");
        assertThat(console.errors()).containsExactly("warning: environment variable CHAT_NONSENSE: unknown setting");
    }

    @Test
    void configValidateIsQuietAboutNothingAndLoudAboutEverything() {
        assertThat(console.run("config validate")).isZero();
        assertThat(console.printed()).isEqualTo("The settings are valid.\n");

        assertThat(console.run("config validate --set http.port=x --set lanes="))
                .isEqualTo(ExitCode.USAGE);
        assertThat(console.errors())
                .hasSize(2)
                .anySatisfy(it -> assertThat(it).startsWith("setting http.port: \"x\" is not"))
                .anySatisfy(it -> assertThat(it).startsWith("setting lanes: \"\" is not"));
    }

    @Test
    void configValidateAnswersProgramsToo() {
        assertThat(console.run("config validate --json")).isZero();
        assertThat(console.run("config validate --json --set http.port=x")).isEqualTo(2);

        assertThat(console.printed().lines())
                .containsExactly(
                        "{\"valid\":true,\"faults\":[],\"warnings\":[]}",
                        "{\"valid\":false,\"faults\":[\"http.port: \\\"x\\\" is not a whole number from 0 to 65535\"],"
                                + "\"warnings\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "doctor",
                "config show",
                "topics create",
                "schemas register",
                "schemas check",
                "schemas repair",
                "redrive",
                "watch"
            })
    void everyCommandRefusesFaultySettings(String command) {
        assertThat(console.run(command + " --set http.port=x")).isEqualTo(ExitCode.USAGE);
        assertThat(console.errors()).containsExactly("setting http.port: \"x\" is not a whole number from 0 to 65535");
        assertThat(console.printed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense, unknown command nonsense",
        "topics drop, unknown command drop",
        "run --nonsense, unknown option --nonsense",
        "run more, unexpected argument \"more\""
    })
    void whatIsNotKnownIsNamed(String line, String problem) {
        console.run(line);
        assertThat(console.errors()).first().isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "config", "topics", "schemas", "nonsense", "run --nonsense", "--set x run", "run more"})
    void wrongUsageIsOneSentenceAndAHint(String line) {
        assertThat(console.run(line)).isEqualTo(ExitCode.USAGE);
        assertThat(console.errors()).hasSize(2);
        assertThat(console.errors().getLast())
                .startsWith("Try: chat-contact-processor")
                .endsWith(" --help");
        assertThat(console.printed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "-h", "run --help", "config --help", "config show --help", "topics create --help"})
    void helpIsToBeHadEverywhere(String line) {
        assertThat(console.run(line)).isZero();
        assertThat(console.printed())
                .startsWith("Usage: chat-contact-processor")
                .contains("--config=FILE");
        assertThat(console.errors()).isEmpty();
    }

    @Test
    void theVersionIsToBeHad() {
        assertThat(console.run("--version")).isZero();
        assertThat(console.run("run -V")).isZero();
        assertThat(console.printed()).isEqualTo("chat-contact-processor 1.2.3\nchat-contact-processor 1.2.3\n");
    }

    @Test
    void anUnforeseenErrorIsOneLineWithoutItsMessageUnlessDebugged() {
        console.runner = settings -> {
            throw new IllegalStateException("hunter2");
        };

        assertThat(console.run("run")).isEqualTo(ExitCode.INTERNAL);
        assertThat(console.errors())
                .containsExactly("internal error (IllegalStateException); --debug prints the stack trace");

        assertThat(console.run("run --debug")).isEqualTo(ExitCode.INTERNAL);
        assertThat(console.err.toString()).contains("\tat chatcontacts.cli.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redrive --rate 0",
                "redrive --max 0",
                "redrive --max-redrives 0",
                "redrive --reason rejected",
                "redrive --since yesterday",
                "redrive --since +999999999-01-01T00:00:00Z",
                "watch --since -999999999-01-01T00:00:00Z",
                "completion fish",
                "completion bash --name a;b",
                "redrive --start-by 2020-01-01T00:00:00Z",
                "redrive --offsets 1:9-8",
                "redrive --instance arn:aws:s3:::x",
                "watch --max 0",
                "watch --for 0s",
                "watch --status DONE",
                "watch --since 1h --from-beginning"
            })
    void anOptionThatMakesNoSenseIsWrongUsage(String line) {
        assertThat(console.run(line)).isEqualTo(ExitCode.USAGE);
        assertThat(console.errors()).hasSize(2);
        assertThat(console.printed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"watch", "redrive --dry-run", "submit --wait --instance-id i --contact-flow-id f"})
    void aMissingTopicHasOneExitCode(String line) {
        console.environment.put("CHAT_SCHEMA_REGISTRY_URL", "mock://missing");
        console.consumer = settings -> new MockConsumer<>("latest");

        assertThat(console.run(line + (line.startsWith("submit") ? " --participant-details DisplayName=Ada" : "")))
                .isEqualTo(ExitCode.UNREACHABLE);

        assertThat(console.errors()).last().asString().endsWith(" does not exist; create it with topics create");
    }

    @Test
    void anArgumentThatTheLocaleCouldNotReadIsRefused() {
        assertThat(console.run("submit --dry-run --customer-id", "Zo\uFFFD\uFFFD"))
                .isEqualTo(ExitCode.USAGE);

        assertThat(console.errors().getFirst()).startsWith("argument 4 has characters that cannot be read in ");
    }

    @Test
    void completionIsOneScriptForBothShells() {
        assertThat(console.run("completion bash --name chats")).isZero();
        String bash = console.printed();
        console.out = new StringWriter();
        assertThat(console.run("completion zsh --name chats")).isZero();

        assertThat(console.printed()).isEqualTo(bash);
        assertThat(bash).contains("ZSH_VERSION", "bashcompinit", "chats chats.sh", "--participant-details");
    }

    @Test
    void schemasRegisterTellsSubjectIdAndVersion() {
        console.registrar = settings -> List.of(
                new Registered(
                        settings.topics().requests() + "-value", 11, 2, new LatestVersion(2, SchemaDifferences.NONE)),
                new Registered(
                        settings.topics().results() + "-value", 12, 1, new LatestVersion(1, SchemaDifferences.NONE)));

        assertThat(console.run("schemas register")).isZero();
        assertThat(console.run("schemas register --json")).isZero();

        assertThat(console.printed()).isEqualTo("""
                        chat-requests-value  id 11  version 2
                        chat-results-value   id 12  version 1
                        {"schemas":[{"subject":"chat-requests-value","id":11,"version":2,"latest":2,"differences":NONE},\
                        {"subject":"chat-results-value","id":12,"version":1,"latest":1,"differences":NONE}]}
                        """.replace(
                        "NONE",
                        "{\"missingFields\":[],\"missingDefaults\":[],\"missingDocs\":[],"
                                + "\"otherTypes\":[],\"unknownFields\":[]}"));
    }
}
