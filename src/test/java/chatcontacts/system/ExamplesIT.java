package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import chatcontacts.testkit.connect.ReceivedCall;
import chatcontacts.testkit.connect.SimulatedLane;
import chatcontacts.testkit.connect.SimulatedLane.LocalInstance;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.service.LaterRelease;
import chatcontacts.testkit.service.RunningService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The examples for producers, as processes against a real broker, a real registry and the simulated Connect. The one in Java always
 * runs. The others run where the system property {@code examples.built} names the folder in which {@code .ci/examples} built them.
 */
@ExtendWith(LocalServers.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExamplesIT {

    private static final String FLOW = "ffffffff-0000-4000-8000-000000000001";
    private static final LocalInstance INSTANCE = new LocalInstance("one", "one-0001", 1_000, false);
    private static final String BUILT = System.getProperty("examples.built", "");
    /** Longer than the examples wait, so that they can say what they wait for. */
    private static final long PATIENCE_SECONDS = 180;

    private Path folder;
    private RunningService stage;

    /** What runs each of them, once it is built. */
    enum Example {
        JAVA,
        PYTHON,
        GO,
        RUST,
        NODE;

        private List<String> command(Path classes) {
            Path built = Path.of(BUILT, name().toLowerCase(Locale.ROOT)).toAbsolutePath();
            return switch (this) {
                case JAVA ->
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classes + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                            "example.SendOneRequest");
                case PYTHON -> List.of(built.resolve("bin/python").toString(), "src/examples/python/example.py");
                case GO -> List.of(built.resolve("example").toString());
                case RUST -> List.of(built.resolve("debug/chat-request-example").toString());
                case NODE -> List.of("node", built.resolve("example.mjs").toString());
            };
        }

        private boolean isThere(List<String> command) {
            return this == JAVA
                    || (!BUILT.isEmpty()
                            && Files.exists(Path.of(this == NODE ? command.getLast() : command.getFirst())));
        }
    }

    private record Ended(int code, String output) {}

    @BeforeAll
    void start(LocalServers servers, @TempDir Path temporary) {
        folder = temporary;
        SimulatedLane lane = new SimulatedLane("default", List.of(INSTANCE), 500, 800, connect -> {});
        stage = new RunningService(servers, "examples", List.of(lane), Map.of());
        compileJava();
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    private void compileJava() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int code = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "src/examples/java/src/main/java/example/SendOneRequest.java");
        assertThat(code).isZero();
    }

    private Ended run(Example example, String token, Map<String, String> more) {
        List<String> command = example.command(folder);
        assumeThat(example.isThere(command))
                .as("%s is built, which .ci/examples does", example)
                .isTrue();
        var topics = stage.environment().topics();
        try {
            Path output = Files.createTempFile(folder, "output", ".txt");
            ProcessBuilder process =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            process.environment()
                    .putAll(Map.of(
                            "KAFKA_BOOTSTRAP_SERVERS",
                            stage.environment().servers().kafka().bootstrapServers(),
                            "SCHEMA_REGISTRY_URL",
                            stage.environment().servers().registry().url(),
                            "REQUESTS_TOPIC",
                            topics.requests(),
                            "RESULTS_TOPIC",
                            topics.results(),
                            "SCHEMAS",
                            "schemas",
                            "INSTANCE_ID",
                            INSTANCE.arn(),
                            "CONTACT_FLOW_ID",
                            FLOW,
                            "CLIENT_TOKEN",
                            token));
            process.environment().putAll(more);
            Process started = process.start();
            boolean ended = started.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            started.destroyForcibly();
            String text = Files.readString(output);
            assertThat(ended).as(text).isTrue();
            return new Ended(started.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendOneRequestReadItsResultAndHandleAFailure(Example example) {
        String token = example + " " + UUID.randomUUID();

        Ended started = run(example, token, Map.of());
        Ended failed = run(example, token + " again", Map.of("CONTACT_FLOW_ID", ""));

        assertThat(started.output()).contains("STARTED contactId=").doesNotContain("Token");
        assertThat(started.code()).isZero();
        assertThat(failed.output()).contains("FAILED reason=INVALID errorCode=");
        assertThat(failed.code()).isEqualTo(3);
        ReceivedCall call = stage.connect().stats().received().stream()
                .filter(it -> token.equals(it.clientToken()))
                .findFirst()
                .orElseThrow();
        assertThat(call.params().displayName()).isEqualTo("Ada");
        assertThat(call.params().attributes()).isEqualTo(Map.of("source", "example"));
        // Nobody registered anything.
        assertThat(stage.environment().command("schemas", "check")).contains("latest is version 1");
    }

    @ParameterizedTest
    @EnumSource
    void resultsOfALaterReleaseAreReadAsUnknown(Example example) {
        String name = "later-" + example.name().toLowerCase(Locale.ROOT);
        try (LaterRelease later = LaterRelease.start(stage.environment().servers(), name)) {
            Map<String, String> topics = Map.of("REQUESTS_TOPIC", later.requests(), "RESULTS_TOPIC", later.results());

            later.answersWithANewReason();
            Ended reason = run(example, "r " + UUID.randomUUID(), topics);
            later.answersWithANewStatus();
            Ended status = run(example, "s " + UUID.randomUUID(), topics);

            assertThat(reason.output()).contains("FAILED reason=UNKNOWN errorCode=");
            assertThat(reason.code()).isEqualTo(3);
            assertThat(status.output()).contains("UNKNOWN status of a later release");
            assertThat(status.code()).isEqualTo(4);
        }
    }
}
