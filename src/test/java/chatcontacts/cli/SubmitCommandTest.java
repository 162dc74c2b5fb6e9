package chatcontacts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.ChatRequest;
import chatcontacts.domain.request.Requests;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitCommandTest {

    private static final String FLAGS =
            "submit --instance-id i --contact-flow-id f --participant-details DisplayName=Ada";
    private static final String LINE = """
            {"InstanceId": "i", "ContactFlowId": "f", "ParticipantDetails": {"DisplayName": "Ada"}, "ClientToken": "%s"}
            """;

    private final Console console = new Console();
    private final FakeKafka kafka = FakeKafka.behind(console, UUID.randomUUID().toString());

    @AfterEach
    void close() {
        kafka.close();
    }

    private static Outcome started(ChatRequest request) {
        String of = request.clientToken().orElseThrow();
        return new Outcome.Started(new Contact(
                "contact of " + of,
                "participant",
                "secret-token",
                Optional.of("former"),
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(300)));
    }

    private void lines(String... tokens) {
        StringBuilder input = new StringBuilder();
        List.of(tokens).forEach(token -> input.append(LINE.formatted(token)));
        input(input.toString());
    }

    private void input(String text) {
        console.in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void sendsARequestOfFlagsUnderANewToken() {
        assertThat(console.run(FLAGS)).isZero();

        ChatRequest sent = kafka.sent().getFirst();
        assertThat(sent.call().displayName()).isEqualTo("Ada");
        String token = sent.clientToken().orElseThrow();
        assertThat(UUID.fromString(token)).isNotNull();
        assertThat(kafka.producer.history().getFirst().topic()).isEqualTo("chat-requests");
        assertThat(kafka.producer.history().getFirst().key()).isEqualTo(token.getBytes(StandardCharsets.UTF_8));
        assertThat(console.printed())
                .isEqualTo("sent to chat-requests, partition 0, offset 0, client token " + token + "\n");
    }

    @Test
    void waitsForTheOutcomeAndPrintsItAsTheAwsCliDoes() {
        kafka.answer(it -> Optional.of(started(it)));

        assertThat(console.run(FLAGS + " --client-token t --wait")).isZero();

        assertThat(console.printed()).isEqualTo("""
                        {
                            "ContactId": "contact of t",
                            "ParticipantId": "participant",
                            "ParticipantToken": "secret-token",
                            "ContinuedFromContactId": "former"
                        }
                        """);
        assertThat(console.errors()).isEmpty();
    }

    @Test
    void takesNoOtherResultForItsOwn() {
        kafka.answer(it -> {
            Result foreign = new Result(
                    "i",
                    "another token",
                    started(Requests.full()),
                    1,
                    Optional.empty(),
                    Instant.EPOCH,
                    Instant.EPOCH,
                    false,
                    new Source("chat-requests", 0, 0));
            kafka.publish(foreign);
            return Optional.of(new Outcome.Failed(Reason.EXPIRED, Optional.empty(), "too late"));
        });

        assertThat(console.run(FLAGS + " --client-token t --wait")).isEqualTo(ExitCode.FAILED);

        assertThat(console.errors()).containsExactly("FAILED, EXPIRED: too late");
        assertThat(console.printed()).isEmpty();
    }

    @Test
    void tellsProgramsOfAFailure() {
        kafka.answer(it -> Optional.of(new Outcome.Failed(
                Reason.REJECTED, Optional.of("ResourceNotFoundException"), "Amazon Connect refused it")));

        assertThat(console.run(FLAGS + " --client-token t --wait --json")).isEqualTo(ExitCode.FAILED);

        assertThat(console.printed()).isEqualTo("""
                        {"status":"FAILED","instanceId":"i","clientToken":"t",\
                        "source":{"topic":"chat-requests","partition":0,"offset":0},"attempts":1,"replayed":false,\
                        "reason":"REJECTED","errorCode":"ResourceNotFoundException",\
                        "message":"Amazon Connect refused it"}
                        """);
    }

    @Test
    void waitsNoLongerThanItWasTold() {
        assertThat(console.run(FLAGS + " --client-token t --wait --timeout 50ms"))
                .isEqualTo(ExitCode.TIMED_OUT);

        assertThat(console.errors())
                .containsExactly("no outcome within 50 ms; it was sent to chat-requests, partition 0, offset 0,"
                        + " client token t");
        assertThat(kafka.sent()).hasSize(1);
    }

    @Test
    void refusesAFaultyRequestWithAllItsFaultsAndSendsNothing() {
        assertThat(console.run("submit --chat-duration-in-minutes 5 --instance-id", "i".repeat(101)))
                .isEqualTo(ExitCode.USAGE);

        assertThat(console.errors())
                .containsExactlyInAnyOrder(
                        "contactFlowId: is required",
                        "participantDetails.displayName: is required",
                        "instanceId: 101 characters, allowed are 1 to 100",
                        "chatDurationInMinutes: 5 is outside 60 to 10080");
        assertThat(kafka.producer.history()).isEmpty();
    }

    @Test
    void theLimitsOfMessagesAreThoseOfTheSettings() {
        String message = " --initial-message ContentType=text/plain,Content=" + "x".repeat(1025);

        assertThat(console.run(FLAGS + " --dry-run" + message)).isEqualTo(ExitCode.USAGE);
        assertThat(console.run(FLAGS + " --dry-run --set limits.message.plain=1025" + message))
                .isZero();
    }

    @Test
    void aDryRunConnectsToNothing() {
        console.producer = settings -> {
            throw new AssertionError();
        };
        lines("a", "b");

        assertThat(console.run(FLAGS + " --wait --dry-run")).isZero();
        assertThat(console.run("submit --bulk --dry-run")).isZero();

        assertThat(console.printed()).isEqualTo("The request is sound.\n2 requests: 2 sound, 0 refused\n");
    }

    @Test
    void sendsManyAndTellsEachFaultyLine() {
        input(LINE.formatted("a") + "\n{\"InstanceId\": 5}\n"
                + LINE.formatted("b").stripTrailing());

        assertThat(console.run("submit --bulk")).isEqualTo(ExitCode.USAGE);

        assertThat(kafka.sent())
                .extracting(it -> it.clientToken().orElseThrow())
                .containsExactly("a", "b");
        assertThat(console.errors())
                .containsExactly(
                        "line 3: instanceId: must be a text",
                        "line 3: contactFlowId: is required",
                        "line 3: participantDetails.displayName: is required");
        assertThat(console.printed()).isEqualTo("3 requests: 2 sent, 1 refused\n");
    }

    @Test
    void tellsProgramsOfEachOfManyAndKeepsTheirTokensSecret() {
        input(LINE.formatted("a") + "no JSON\n" + LINE.formatted("b"));
        kafka.answer(it -> it.clientToken().filter("a"::equals).map(unused -> started(it)));

        assertThat(console.run("submit --bulk --wait --timeout 100ms --json --rate 1000"))
                .isEqualTo(ExitCode.USAGE);

        assertThat(console.printed().lines())
                .hasSize(3)
                .anySatisfy(it -> assertThat(it)
                        .startsWith("{\"line\":1,\"status\":\"STARTED\",")
                        .contains("\"contact\":{\"ContactId\":\"contact of a\",\"ParticipantId\":\"participant\","))
                .anySatisfy(it -> assertThat(it)
                        .isEqualTo("{\"line\":2,\"status\":\"REFUSED\","
                                + "\"faults\":[\"request: is not JSON (line 1, column 1)\"]}"))
                .anySatisfy(it -> assertThat(it).startsWith("{\"line\":3,\"status\":\"TIMED_OUT\","))
                .noneSatisfy(it -> assertThat(it).contains("secret-token"));
        assertThat(console.errors().getLast())
                .isEqualTo("3 requests: 2 sent, 1 refused, 1 started, 0 failed, 1 timed out");
    }

    @Test
    void flagsStandOverEveryLine() {
        lines("a", "b");

        assertThat(console.run("submit --bulk --contact-flow-id g --priority 1"))
                .isZero();

        assertThat(kafka.sent()).allSatisfy(it -> {
            assertThat(it.call().contactFlowId()).isEqualTo("g");
            assertThat(it.priority()).isOne();
        });
    }

    @Test
    void faultyFlagsOfManyAreToldOnce() {
        lines("a", "b");

        assertThat(console.run("submit --bulk --attributes nonsense")).isEqualTo(ExitCode.USAGE);

        assertThat(console.errors()).hasSize(1).first().asString().startsWith("--attributes: is neither JSON nor");
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void aRecordThatIsTooLargeIsRefusedLikeAFault() {
        console.producer = settings -> FakeKafka.failing(new RecordTooLargeException("the message"));

        assertThat(console.run(FLAGS)).isEqualTo(ExitCode.USAGE);
        assertThat(console.errors())
                .containsExactly("request: its record is larger than the brokers or max.request.size allow");
    }

    @Test
    void whatCannotBeReachedHasItsOwnExitCode() {
        console.producer = settings -> FakeKafka.failing(new TimeoutException("not present in metadata"));
        assertThat(console.run(FLAGS + " --client-token t")).isEqualTo(ExitCode.UNREACHABLE);

        console.producer = settings -> FakeKafka.failing(new TopicAuthorizationException("chat-requests"));
        assertThat(console.run(FLAGS + " --client-token t")).isEqualTo(ExitCode.UNREACHABLE);

        console.consumer = settings -> FakeKafka.withoutTopics();
        assertThat(console.run(FLAGS + " --wait")).isEqualTo(ExitCode.UNREACHABLE);

        assertThat(console.run(FLAGS + " --set schema.registry.url=http://127.0.0.1:1"))
                .isEqualTo(ExitCode.UNREACHABLE);
        assertThat(console.errors())
                .containsExactly(
                        "may have been sent or not, client token t",
                        "no broker takes it, or there is no topic chat-requests (kafka.bootstrap.servers is"
                                + " broker:9092)",
                        "may have been sent or not, client token t",
                        "the brokers do not allow it: chat-requests",
                        "there is no topic chat-results (topics.results); topics create makes it",
                        "the schema registry does not answer");
    }

    @Test
    void whatIsOpenWhenSomethingBreaksIsToldWithItsToken() {
        lines("a", "b");
        kafka.answer(it -> {
            throw new TopicAuthorizationException("chat-results");
        });

        assertThat(console.run("submit --bulk --wait --json")).isEqualTo(ExitCode.UNREACHABLE);

        assertThat(console.errors()).contains("the brokers do not allow it: chat-results");
        assertThat(console.errors())
                .contains(
                        "line 1: sent to chat-requests, partition 0, offset 0, its outcome is not known, client token a");
        assertThat(console.printed())
                .contains("{\"line\":1,\"status\":\"UNCONFIRMED\",\"instanceId\":\"i\",\"clientToken\":\"a\"}");
    }

    @Test
    void theSkeletonNeedsNoSettings() {
        console.environment.clear();

        assertThat(console.run("submit --generate-skeleton")).isZero();
        assertThat(console.printed()).startsWith("{\n    \"InstanceId\": \"\",");
        assertThat(console.run("submit --generate-cli-skeleton yaml-input")).isZero();
        assertThat(console.printed()).contains("\nInstanceId: ''\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submit",
                "submit --wait",
                "submit --bulk --cli-input-json {}",
                "submit --cli-input-yaml a --cli-input-json {}",
                "submit --rate 5 --instance-id i",
                "submit --bulk --rate 0",
                "submit --bulk --client-token t",
                "submit --instance-id i --instance-id j",
                "submit --instance-id i --timeout soon",
                "submit --generate-skeleton xml",
                "submit --nonsense"
            })
    void wrongUsageIsOneSentenceAndAHint(String line) {
        assertThat(console.run(line)).isEqualTo(ExitCode.USAGE);
        assertThat(console.errors()).hasSize(2).last().asString().startsWith("Try: ");
    }

    @Test
    void severalContentTypesMayFollowTheirFlag() {
        assertThat(console.run(FLAGS + " --supported-messaging-content-types text/plain text/markdown --customer-id c"))
                .isZero();

        assertThat(kafka.sent().getFirst().call().supportedMessagingContentTypes())
                .contains(List.of("text/plain", "text/markdown"));
        assertThat(kafka.sent().getFirst().call().customerId()).contains("c");
    }
}
